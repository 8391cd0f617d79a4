package io.postrider.e2e.faults.rig;

import static io.postrider.testing.Patience.await;

import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.Routes;
import io.postrider.e2e.kit.Sql;
import io.postrider.local.LocalPorts;
import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.local.ServiceProcess;
import io.postrider.neighbours.net.LinkProxy;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.testing.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A packaged system whose parts and links can be broken one by one, and the mail server that it delivers to. */
public final class Rig implements AutoCloseable {
    /** To the mail server, from each sender and over all lanes. */
    public static final int CONNECTIONS = 30;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Script USUAL =
            Script.at(SmtpStage.END_OF_DATA, Action.wait(Duration.ofMillis(4), Action.proceed()));

    private final SystemSetup surroundings;
    private final Clocks clocks;
    private final ReceivedMails tape = new ReceivedMails();
    private final SmtpSink sink = SmtpSink.start().onMail(tape::take);
    private final SystemNameServer names = new SystemNameServer();
    private final LinkProxy brokerLink;
    private final LinkProxy databaseLink;
    private final LocalSystem system;

    private Rig(SystemSetup surroundings) {
        this.surroundings = surroundings;
        Path directory = Path.of("target", "faults-" + surroundings.name().toLowerCase(Locale.ROOT))
                .toAbsolutePath();
        clocks = new Clocks(directory.resolveSibling("clocks"));
        LocalPorts ports = LocalPorts.anyFree();
        brokerLink = LinkProxy.to(ports.amqp());
        databaseLink = LinkProxy.to(ports.postgres());
        LocalSettings settings = LocalSettings.in(directory)
                .fresh(true)
                .withPorts(ports)
                .withRelay("127.0.0.1", sink.port())
                .withProgress(System.out::println);
        for (String service : LocalSystem.SERVICES) {
            settings.withReplicas(service, surroundings.replicas())
                    .withProperty(service, "postrider.broker.urls", "amqp://127.0.0.1:" + brokerLink.port())
                    .withProperty(
                            service,
                            "quarkus.datasource.reactive.url",
                            "postgresql://127.0.0.1:%d/postrider".formatted(databaseLink.port()));
        }
        if (surroundings == SystemSetup.CLOCKS) {
            LocalSystem.SERVICES.forEach(service -> clocks.give(settings, service));
        }
        if (surroundings == SystemSetup.NAMES) {
            names.give(settings, brokerLink.port(), databaseLink.port());
        }
        settings.withProperty("sender", "postrider.settle.delays", "1s,2s,5s")
                .withProperty("sender", "postrider.settle.transactional-delay", "1s")
                // Short for the server that hangs, and enough for one on a busy machine: who gives up sends twice.
                .withProperty("sender", "postrider.deliver.reply-timeout", "10s")
                .withProperty("sender", "postrider.deliver.data-timeout", "15s");
        system = LocalSystem.start(settings);
        sink.script(USUAL);
        routes();
    }

    public static Rig in(SystemSetup surroundings) {
        return new Rig(surroundings);
    }

    private void routes() {
        boolean named = surroundings == SystemSetup.NAMES;
        // The relay takes no mail for a domain that has a route: where both match, a mail may go by either.
        Routes.write(
                system,
                """
                    routes:
                      - {name: sink, host: %s, port: %d, tls: none, max_connections: %d, weight: %d}
                    """.formatted(named ? SystemNameServer.RELAY : "127.0.0.1", sink.port(), CONNECTIONS, named ? 0 : 1)
                        + (named ? SystemNameServer.route(sink.port()) : ""));
        Routes.awaitKnown(system, "sink");
    }

    public LocalSystem system() {
        return system;
    }

    public ReceivedMails tape() {
        return tape;
    }

    public SmtpSink sink() {
        return sink;
    }

    /** Takes mail again as it usually does. */
    public void sinkAsUsual() {
        sink.script(USUAL);
    }

    /** Between the services and the broker. */
    public LinkProxy brokerLink() {
        return brokerLink;
    }

    /** Between the services and PostgreSQL. */
    public LinkProxy databaseLink() {
        return databaseLink;
    }

    public SystemNameServer names() {
        return names;
    }

    public SystemSetup surroundings() {
        return surroundings;
    }

    public Clocks clocks() {
        return clocks;
    }

    /** One for each ingest-service; a client turns to the next when one does not answer. */
    public List<Api> apis() {
        return system.services("ingest").stream()
                .map(process -> new Api(process.api(), system.apiKey(), PATIENCE))
                .toList();
    }

    public List<ServiceProcess> processes() {
        return LocalSystem.SERVICES.stream()
                .flatMap(service -> system.services(service).stream())
                .toList();
    }

    public long number(String query) {
        return Sql.number(system, query);
    }

    /** Whatever a fault has left broken works again. */
    public void mend() {
        brokerLink.mend();
        databaseLink.mend();
        names.dns().answering();
        sinkAsUsual();
        processes().forEach(ServiceProcess::start);
    }

    /** Lets time pass. */
    public static void hold(Duration time) {
        await().pollDelay(time).atMost(time.plus(Patience.LIMIT)).until(() -> true);
    }

    @Override
    public void close() {
        system.close();
        brokerLink.close();
        databaseLink.close();
        sink.close();
        names.dns().close();
    }
}
