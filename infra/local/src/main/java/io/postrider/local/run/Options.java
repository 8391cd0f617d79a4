package io.postrider.local.run;

import io.postrider.local.LocalPorts;
import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of the command line. */
final class Options {
    static final String HELP = """
            Runs Postrider on this machine: PostgreSQL, the broker, the three services and a mail capture.
            Needs a JDK 17 or newer, and Maven 3.8 or newer to build it. Mail never leaves the machine.

              infra/local/run [options]

              --fresh               begin with empty data
              --data DIR            where data, logs and captured mails are kept (.postrider/local)
              --no-demo             send nothing after the start
              --exit-after-demo     stop when the demo's mails are delivered; exit code 0 if all were
              --relay HOST:PORT     deliver to this mail server instead of the capture
              --senders N           processes of sender-service (1); --routers N and --ingests N likewise
              --native              run native executables; GRAALVM_HOME names the GraalVM or Mandrel 25 that builds them
              --native-only NAMES   those of ingest, router and sender only, separated by commas; the others on the JVM
              --port-ingest N       the API (8080)          --port-amqp N      the broker (5672)
              --port-router N       router-service (8081)   --port-postgres N  PostgreSQL (5433)
              --port-sender N       sender-service (8082)   --port-smtp N      the SMTP capture (2525)
              --port-mails N        the page with the captured mails (8025)
              --port-swagger N      Swagger UI (8026)
              --port-management N   health and metrics of ingest-service (8083); the router's and the sender's ports have theirs
              --help                this text
            """;

    private static final int MOST_REPLICAS = 8;

    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, Integer> replicas = new LinkedHashMap<>();
    private Path data;
    private String relay;
    private boolean help;
    private boolean fresh;
    private Set<String> nativeExecutables = Set.of();
    private boolean demo = true;
    private boolean exitAfterDemo;

    private Options() {
        LocalPorts usual = LocalPorts.USUAL;
        ports.put("ingest", usual.ingest());
        ports.put("management", usual.management());
        ports.put("router", usual.router());
        ports.put("sender", usual.sender());
        ports.put("mails", usual.page());
        ports.put("swagger", usual.swagger());
        ports.put("smtp", usual.smtp());
        ports.put("amqp", usual.amqp());
        ports.put("postgres", usual.postgres());
    }

    /** @throws IllegalArgumentException with a text for the user */
    static Options parse(List<String> arguments) {
        Options options = new Options();
        Deque<String> left = new ArrayDeque<>(arguments);
        while (!left.isEmpty()) {
            options.take(left.poll(), left);
        }
        return options;
    }

    private void take(String option, Deque<String> left) {
        switch (option) {
            case "--help", "-h" -> help = true;
            case "--fresh" -> fresh = true;
            case "--native" -> nativeExecutables = Set.copyOf(LocalSystem.SERVICES);
            case "--native-only" -> nativeExecutables = services(option, value(option, left));
            case "--no-demo" -> demo = false;
            case "--exit-after-demo" -> exitAfterDemo = true;
            case "--data" -> data = Path.of(value(option, left));
            case "--relay" -> relay = relay(value(option, left));
            case "--ingests", "--routers", "--senders" ->
                replicas.put(option.substring(2, option.length() - 1), number(option, left, MOST_REPLICAS));
            default -> takePort(option, left);
        }
    }

    private void takePort(String option, Deque<String> left) {
        String name = option.startsWith("--port-") ? option.substring("--port-".length()) : "";
        if (!ports.containsKey(name)) {
            throw new IllegalArgumentException("Unknown option %s. See --help.".formatted(option));
        }
        ports.put(name, number(option, left, 65_535));
    }

    private static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException("%s needs a value. See --help.".formatted(option));
        }
        return left.poll();
    }

    private static int number(String option, Deque<String> left, int most) {
        String value = value(option, left);
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(
                    "%s needs a number from 1 to %d, not %s.".formatted(option, most, value));
        }
        return Integer.parseInt(value);
    }

    private static Set<String> services(String option, String value) {
        Set<String> services = Set.of(value.split(","));
        if (!LocalSystem.SERVICES.containsAll(services)) {
            throw new IllegalArgumentException(
                    "%s needs names of %s, not %s.".formatted(option, String.join(", ", LocalSystem.SERVICES), value));
        }
        return services;
    }

    private static String relay(String value) {
        if (!value.matches("[^:]+:\\d{1,5}")) {
            throw new IllegalArgumentException("--relay needs HOST:PORT, not %s.".formatted(value));
        }
        return value;
    }

    boolean help() {
        return help;
    }

    boolean demo() {
        return demo;
    }

    boolean exitAfterDemo() {
        return exitAfterDemo;
    }

    boolean captures() {
        return relay == null;
    }

    LocalSettings settings(Path home) {
        LocalSettings settings = LocalSettings.in(data == null ? home.resolve(".postrider/local") : data)
                .withHome(home)
                .fresh(fresh)
                .withNativeExecutables(nativeExecutables)
                .withPorts(new LocalPorts(
                        ports.get("ingest"),
                        ports.get("management"),
                        ports.get("router"),
                        ports.get("sender"),
                        ports.get("mails"),
                        ports.get("swagger"),
                        ports.get("smtp"),
                        ports.get("amqp"),
                        ports.get("postgres")));
        replicas.forEach(settings::withReplicas);
        if (relay != null) {
            String[] parts = relay.split(":");
            settings.withRelay(parts[0], Integer.parseInt(parts[1]));
        }
        return settings;
    }
}
