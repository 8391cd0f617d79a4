package io.postrider.e2e.kit;

import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.local.ServiceProcess;
import io.postrider.neighbours.files.PrivateFiles;
import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.SmtpSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** A packaged system with two senders, whose routes and sites a scenario writes. */
public final class TwoSenders implements AutoCloseable {
    private static final int CHUNK = 1_000;

    private final LocalSystem system;
    private final Api api;

    private TwoSenders(String name, String sites, String... senderOptions) {
        Path directory = Path.of("target", name).toAbsolutePath();
        LocalSettings settings = LocalSettings.in(directory)
                .fresh(true)
                .withProgress(System.out::println)
                .withReplicas("sender", 2)
                .withJvmOptions("sender", senderOptions)
                .withProperty("router", "postrider.routes.look", "100ms")
                .withProperty("sender", "postrider.routes.look", "100ms")
                .withProperty("sender", "postrider.settle.delays", "1s,2s,5s")
                .withProperty("sender", "postrider.settle.shortest-away", "1s")
                .withProperty("sender", "postrider.settle.longest-away", "3s")
                .withProperty("sender", "postrider.deliver.breaker.open", "2s");
        if (sites != null) {
            Path file = write(directory.resolveSibling(name + "-sites.yaml"), sites);
            settings.withProperty("sender", "postrider.sites.file", file.toString())
                    .withProperty("router", "postrider.sites.file", file.toString());
        }
        system = LocalSystem.start(settings);
        api = new Api(system.ingest(), system.apiKey());
    }

    /**
     * @param sites a sites file, or null for the shipped one
     * @param senderOptions for the senders' Java
     */
    public static TwoSenders started(String name, String sites, String... senderOptions) {
        return new TwoSenders(name, sites, senderOptions);
    }

    public LocalSystem system() {
        return system;
    }

    public Api api() {
        return api;
    }

    public List<ServiceProcess> senders() {
        return system.services("sender");
    }

    /** Replaces the routes, and waits until all services have them. */
    public void routes(String... entries) {
        Routes.write(system, "routes:\n  - " + String.join("\n  - ", entries) + "\n");
        String last = entries[entries.length - 1];
        String name = last.substring(last.indexOf("name: ") + 6, last.indexOf(','));
        Routes.awaitKnown(system, name);
    }

    public static String route(String name, SmtpSink sink, String more) {
        return "{name: %s, host: 127.0.0.1, port: %d, tls: none, %s}".formatted(name, sink.port(), more);
    }

    public void send(List<String> addresses) {
        send(api, addresses);
    }

    /** A campaign, submitted a thousand recipients at a time. */
    public static void send(Api api, List<String> addresses) {
        for (int from = 0; from < addresses.size(); from += CHUNK) {
            List<String> chunk = addresses.subList(from, Math.min(from + CHUNK, addresses.size()));
            api.accepted(Api.message("bulk", chunk));
        }
    }

    public static List<String> addresses(String scenario, String domain, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "%s-%05d@%s".formatted(scenario, n, domain))
                .toList();
    }

    public long number(String query) {
        return Sql.number(system, query);
    }

    public long delivered(String scenario) {
        return number("select count(*) from delivery where state = 10 and email like '" + scenario + "-%'");
    }

    public static Set<String> recipients(Iterable<ReceivedMail> mails) {
        Set<String> recipients = new HashSet<>();
        mails.forEach(mail -> recipients.addAll(mail.recipients()));
        return recipients;
    }

    private static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return PrivateFiles.write(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sink that keeps what it takes. */
    public record Kept(SmtpSink sink, ConcurrentLinkedQueue<ReceivedMail> mails) {
        /** @param port 0 for one that stays reserved even after the sink is closed */
        public static Kept on(int port) {
            ConcurrentLinkedQueue<ReceivedMail> mails = new ConcurrentLinkedQueue<>();
            SmtpSink sink = SmtpSink.start(SmtpSink.Settings.PLAIN.withPort(port == 0 ? Ports.free() : port))
                    .onMail(mails::add);
            return new Kept(sink, mails);
        }
    }

    @Override
    public void close() {
        system.close();
    }
}
