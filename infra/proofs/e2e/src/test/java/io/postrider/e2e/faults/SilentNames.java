package io.postrider.e2e.faults;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.faults.rig.Rig;
import io.postrider.e2e.faults.rig.SystemNameServer;
import io.postrider.e2e.faults.rig.SystemSetup;
import io.postrider.e2e.kit.Api;
import io.postrider.local.ServiceProcess;
import io.postrider.neighbours.net.LinkProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The name server of the services answers no query: connections stay in use, lost ones are reopened at the last known
 * address, mail that must ask is deferred, and no event loop is held up.
 */
final class SilentNames {
    private static final int HELD = 30;
    private static final String BLOCKED = "has been blocked for";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** A mail that the API has accepted. */
    private record Accepted(String id, String recipient) {}

    private SilentNames() {}

    static List<Fault> faults() {
        return List.of(connected(), unconnected("broker", Rig::brokerLink), unconnected("database", Rig::databaseLink));
    }

    private static Fault connected() {
        return Fault.of("name server silent", SilentNames::breaks, SilentNames::mends)
                .in(SystemSetup.NAMES)
                .held(HELD)
                // Those under way when the connections to the mail server are cut.
                .copies(Rig.CONNECTIONS)
                .inEachBuild();
    }

    private static Fault unconnected(String neighbour, Function<Rig, LinkProxy> link) {
        return Fault.of(
                        "name server silent while the %s link is cut".formatted(neighbour),
                        rig -> {
                            rig.names().dns().silent();
                            link.apply(rig).cut();
                            link.apply(rig).mend();
                            answersInTime(rig);
                            goesOn(rig);
                        },
                        SilentNames::mends)
                .in(SystemSetup.NAMES)
                .held(HELD);
    }

    private static void breaks(Rig rig) {
        rig.names().dns().silent();
        // Each of them asks for the name of the relay now.
        rig.sink().cutConnections();
        Accepted direct = accepted(rig, SystemNameServer.DIRECT);
        goesOn(rig);
        await("mail that must ask is deferred").until(() -> events(rig, direct, "type = 2") > 0);
        assertEquals(0, events(rig, direct, "type >= 10"), "final events while no name is known");
        answersInTime(rig);
    }

    /** A mail whose way leads over names that were known before. */
    private static void goesOn(Rig rig) {
        Accepted mail = accepted(rig, "mail.example");
        await("a mail over known names arrives").until(() -> rig.tape().at(mail.recipient()) < Long.MAX_VALUE);
    }

    private static Accepted accepted(Rig rig, String domain) {
        String name = "asks-" + NUMBER.incrementAndGet();
        String recipient = name + "@" + domain;
        String body = Api.message("transactional", List.of(recipient)).toString();
        Api api = new Api(rig.system().ingest(), rig.system().apiKey());
        HttpResponse<String> answer = await("the API accepts")
                .until(
                        () -> api.post("/v1/messages", body, "Idempotency-Key", name),
                        response -> response.statusCode() == 202);
        return new Accepted(Api.json(answer).path("id").asText(), recipient);
    }

    /** Liveness of each asks every event loop. */
    private static void answersInTime(Rig rig) {
        rig.processes().forEach(process -> await(process.name() + " is alive").until(process::live));
    }

    private static void mends(Rig rig) {
        answersInTime(rig);
        rig.names().dns().answering();
        for (ServiceProcess process : rig.processes()) {
            try (Stream<String> lines = Files.lines(process.log())) {
                assertEquals(
                        List.of(),
                        lines.filter(line -> line.contains(BLOCKED)).toList(),
                        process.name() + " has blocked event loops");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static long events(Rig rig, Accepted mail, String which) {
        return rig.number(
                "select count(*) from delivery_event where message_id = '%s' and %s".formatted(mail.id(), which));
    }
}
