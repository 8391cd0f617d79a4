package io.postrider.local.run;

import io.postrider.local.LocalSystem;
import io.postrider.local.Logs;
import io.postrider.neighbours.StartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Started by {@code infra/local/run}, which builds first if necessary. */
public final class Main {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int WATCH_SECONDS = 2;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
            return;
        }
        if (options.help()) {
            System.out.print(Options.HELP);
            return;
        }
        Logs.quiet();
        try {
            System.exit(run(options, Path.of(System.getProperty("postrider.home", "."))));
        } catch (StartException | IllegalStateException e) {
            System.err.println("\n" + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static int run(Options options, Path home) throws InterruptedException {
        long begun = System.nanoTime();
        System.out.println("Postrider on this machine");
        try (LocalSystem system =
                LocalSystem.start(options.settings(home).withProgress(line -> System.out.println("  " + line)))) {
            System.out.printf("  ready after      %5.1f s%n%n", (System.nanoTime() - begun) / 1e9);
            boolean complete = !options.demo() || demo(system);
            if (options.exitAfterDemo()) {
                return complete ? 0 : FAILED;
            }
            System.out.print(whereToLook(system, options));
            watch(system);
            return 0;
        }
    }

    /**
     * Runs until the process is stopped, and reports each part that stops unexpectedly. A part must be missing in two
     * checks, since the signal that stops this process may reach a part first.
     */
    private static void watch(LocalSystem system) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Set<String> gone = Set.of();
        Set<String> reported = new HashSet<>();
        while (!never.await(WATCH_SECONDS, TimeUnit.SECONDS)) {
            Set<String> before = gone;
            gone = Set.copyOf(system.ended());
            gone.stream()
                    .filter(part -> before.contains(part) && reported.add(part))
                    .forEach(part -> System.out.printf(
                            "%n%s stopped unexpectedly; its log is in %s. No accepted mail is lost: press Ctrl-C and run this again.%n",
                            part, system.logs()));
        }
    }

    private static boolean demo(LocalSystem system) {
        System.out.print("Demo: a sign-in code and a campaign to 50 recipients ... ");
        System.out.flush();
        Demo.Result result = new Demo(system).send();
        System.out.printf("%d of %d delivered in %s%n%n", result.delivered(), result.sent(), seconds(result.took()));
        if (!result.complete()) {
            System.out.printf("Not all mails arrived. The logs are in %s%n%n", system.logs());
        }
        return result.complete();
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1e3);
    }

    private static String whereToLook(LocalSystem system, Options options) {
        String mails = options.captures()
                ? "  Captured mails   %s%n".formatted(system.mailPage())
                : " Mail goes to your relay.%n".formatted();
        return mails
                + """
                  API              %1$s/v1 with the key in %2$s
                  Swagger UI       %10$s
                  Health           %9$s (router: %3$s, sender: %4$s)
                  Metrics          /q/metrics on the same ports
                  PostgreSQL       PGPASSFILE=%8$s psql %7$s
                  Logs             %5$s (of earlier runs: log.1 to log.3 next to it)
                  Routes           %6$s (edit it while this runs; each start overwrites it)

                Send one more:
                  curl -sS %1$s/v1/messages -H @%2$s -H 'Content-Type: application/json' -d \
                '{"from": {"email": "me@shop.example"}, "to": [{"email": "you@mail.example"}], "subject": "Hello", "text": "It works."}'

                Ctrl-C stops everything; the data stays (--fresh clears it).
                """.formatted(
                                system.ingest(),
                                system.authorization(),
                                system.service("router").management().resolve("/q/health"),
                                system.service("sender").management().resolve("/q/health"),
                                system.logs(),
                                system.routesFile(),
                                system.database().url(),
                                system.passwordFile(),
                                system.service("ingest").management().resolve("/q/health"),
                                system.swaggerPage());
    }
}
