package io.postrider.e2e.kit;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.local.LocalSystem;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** A mail server that misbehaves on command, and the route to it, which takes the mail of one domain. */
public final class MailServer implements AutoCloseable {
    private final SharedSystem shared = SharedSystem.get();
    private final LocalSystem system = shared.system();
    private final String name;
    private final SmtpSink sink;
    private final List<ReceivedMail> mails = new CopyOnWriteArrayList<>();
    private final String routesBefore;

    private MailServer(String name, SmtpSink.Settings settings, Script script, String routeSettings) {
        this.name = name;
        sink = SmtpSink.start(settings).onMail(mails::add);
        sink.script(script);
        routesBefore = shared.read();
        shared.write(routesBefore + """
                  - name: %s
                    host: 127.0.0.1
                    port: %d
                    match: {recipient_domains: [%s]}
                    %s
                """.formatted(name, sink.port(), domain(), routeSettings));
        Routes.awaitKnown(system, name);
    }

    /** @param name of the server, its route, and with {@code .example} of its domain */
    public static MailServer that(String name, Script script) {
        return new MailServer(name, SmtpSink.Settings.PLAIN, script, "tls: none");
    }

    public static MailServer that(String name, SmtpSink.Settings settings, Script script, String routeSettings) {
        return new MailServer(name, settings, script, routeSettings);
    }

    public String domain() {
        return name + ".example";
    }

    public List<String> addresses(int count) {
        return IntStream.range(0, count).mapToObj(n -> n + "@" + domain()).toList();
    }

    public SmtpSink sink() {
        return sink;
    }

    /** What it took, in order. */
    public List<ReceivedMail> mails() {
        return mails;
    }

    /** Sends a message to its only recipient there. */
    public DeliveryHistory sent(String lane) {
        return new DeliveryHistory(shared.api(), shared.api().accepted(Api.message(lane, addresses(1))));
    }

    /** A counter of the sender's, with the labels that must be among its own; 0 if there is none. */
    public double counted(String counter, String... labels) {
        return Metrics.of(system.service("sender")).sum(counter, "route=\"" + name + "\"", labels);
    }

    /** Waits until such a counter has a value: it may be counted some moments after the outcome is on record. */
    public void counts(double expected, String counter, String... labels) {
        await().untilAsserted(() -> assertEquals(expected, counted(counter, labels)));
    }

    /** What readiness says of the route. */
    public String health() {
        return Http.get(system.service("sender").management().resolve("/q/health/ready"));
    }

    @Override
    public void close() {
        shared.write(routesBefore);
        sink.close();
    }
}
