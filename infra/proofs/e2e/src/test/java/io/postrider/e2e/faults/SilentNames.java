package io.postrider.e2e.faults;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.Api;
import io.postrider.local.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The name server of the services answers nobody: what is connected goes on, what must connect waits and is tried again, mail that must ask is
 * deferred, and no event loop is held up.
 */
final class SilentNames {
    private static final int HELD = 30;
    private static final String BLOCKED = "has been blocked for";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private SilentNames() {}

    static List<Fault> faults() {
        return List.of(connected(), unconnected());
    }

    private static Fault connected() {
        return Fault.of("name server silent", SilentNames::breaks, SilentNames::mends)
                .in(Surroundings.NAMES)
                .held(HELD)
                // Those under way when the connections to the mail server are cut.
                .copies(Rig.CONNECTIONS);
    }

    private static Fault unconnected() {
        return Fault.of(
                        "name server silent while the broker link is cut",
                        rig -> {
                            rig.names().dns().silent();
                            rig.brokerLink().cut();
                            rig.brokerLink().mend();
                            answersInTime(rig);
                            accepted(rig, "mail.example");
                        },
                        SilentNames::mends)
                .in(Surroundings.NAMES)
                .held(HELD);
    }

    private static void breaks(Rig rig) {
        rig.names().dns().silent();
        // Each of them must ask for the name of the relay now.
        rig.sink().cutConnections();
        String direct = accepted(rig, Names.DIRECT);
        await("mail that must ask is deferred").until(() -> events(rig, direct, "type = 2") > 0);
        assertEquals(0, events(rig, direct, "type >= 10"), "final events while no name is known");
        answersInTime(rig);
    }

    /** The id of a mail that the API has accepted over the connections that it has. */
    private static String accepted(Rig rig, String domain) {
        String name = "asks-" + NUMBER.incrementAndGet();
        String body = Api.message("transactional", List.of(name + "@" + domain)).toString();
        Api api = new Api(rig.system().ingest(), rig.system().apiKey());
        HttpResponse<String> answer = await("the API accepts")
                .until(
                        () -> api.post("/v1/messages", body, "Idempotency-Key", name),
                        response -> response.statusCode() == 202);
        return Api.json(answer).path("id").asText();
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

    private static long events(Rig rig, String message, String which) {
        return rig.number(
                "select count(*) from delivery_event where message_id = '%s' and %s".formatted(message, which));
    }
}
