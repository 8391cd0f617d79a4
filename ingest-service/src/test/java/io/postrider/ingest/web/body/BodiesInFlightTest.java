package io.postrider.ingest.web.body;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.RawCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many bodies at the same time, more than there is room for. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(BodiesInFlightTest.LittleRoom.class)
class BodiesInFlightTest {
    private static final int LIMIT = 24 << 20;

    public static class LittleRoom implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("postrider.submit.bodies-in-flight", "48M");
        }
    }

    @Inject
    MeterRegistry registry;

    private final List<RawCall> calls = new ArrayList<>();

    @AfterEach
    void allRoomComesBack() {
        calls.forEach(RawCall::close);
        await().until(() -> held() == 0);
    }

    private double held() {
        return registry.get("postrider.ingest.bodies.held").gauge().value();
    }

    private RawCall announced() {
        RawCall call = new RawCall().post("Content-Length: " + LIMIT);
        calls.add(call);
        return call;
    }

    @Test
    void announcedBodiesTakeNoRoom() {
        for (int i = 0; i < 40; i++) {
            announced();
        }
        assertEquals(202, post(LIMIT - 1));
        assertEquals(202, post(1_000));
    }

    @Test
    void bodiesOfWhichAHalfHasComeMakeRoom() {
        for (int i = 0; i < 6; i++) {
            announced().writeIfOpen(" ".repeat(LIMIT / 2));
        }
        assertEquals(202, post(1_000), "the room of small calls");
        await().until(() -> post(LIMIT - 1) == 202);
        assertTrue(calls.stream().anyMatch(RawCall::answeredSlow), "one had to make room");
    }

    @Test
    void whateverComesOfACallItsRoomComesBack() {
        assertEquals(202, post(1 << 20));
        assertEquals(422, Api.post("/v1/messages", "{}" + " ".repeat(100_000)).status());
        assertEquals(400, Api.post("/v1/messages", "[".repeat(100_000)).status());
        assertEquals(
                415, Api.post("/v1/messages", "{}", "Content-Encoding", "gzip").status());
        assertEquals(
                413,
                Api.post("/v1/messages", "{\"x\":[" + "{},".repeat(1 << 20) + "1]}")
                        .status());
        announced().write(" ".repeat(100_000)).close();
        announced().write(" ".repeat(1_000)).close();
        try (RawCall chunked = new RawCall().post("Transfer-Encoding: chunked")) {
            chunked.write("10000\r\n" + " ".repeat(1 << 16) + "\r\nnothing of HTTP\r\n");
            chunked.awaitEnd();
        }
    }

    @Test
    void whatIsReadForAClientThatHungUpIsHeldUntilItIsDone() {
        String body = Api.message(1).toString();
        String padded = body + " ".repeat((1 << 20) - body.length());
        for (int i = 0; i < 20; i++) {
            try (RawCall call = new RawCall().post("Content-Length: " + padded.length())) {
                call.write(padded);
            }
        }
        assertEquals(202, post(1_000));
    }

    private static int post(int bytes) {
        String body = Api.message(1).toString();
        return Api.post("/v1/messages", body + " ".repeat(bytes - body.length()))
                .status();
    }
}
