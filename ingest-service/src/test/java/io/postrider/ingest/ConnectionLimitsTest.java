package io.postrider.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Connections of clients that say nothing, or hardly anything. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(ConnectionLimitsTest.FewConnections.class)
class ConnectionLimitsTest {
    private static final int MOST = 8;
    private static final Duration SOON = Duration.ofSeconds(20);

    public static class FewConnections implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.limits.max-connections", Integer.toString(MOST), "quarkus.http.idle-timeout", "3s");
        }
    }

    @Test
    void aConnectionBeyondTheMostIsClosedAndTheIdleOnesMakeRoomAfterTheirTime() {
        List<RawCall> idle = new ArrayList<>();
        try {
            for (int i = 0; i < MOST; i++) {
                idle.add(new RawCall());
            }
            try (RawCall beyond = new RawCall()) {
                assertNull(beyond.line());
            }
            for (RawCall one : idle) {
                assertNull(one.line());
            }
            await().atMost(SOON).untilAsserted(() -> {
                try (RawCall next = new RawCall()) {
                    next.post("Content-Length: 2").write("{}");
                    assertTrue(String.valueOf(next.line()).startsWith("HTTP/1.1 422 "));
                }
            });
        } finally {
            idle.forEach(RawCall::close);
        }
    }
}
