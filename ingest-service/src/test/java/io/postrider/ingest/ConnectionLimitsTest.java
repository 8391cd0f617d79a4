package io.postrider.ingest;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.UncheckedIOException;
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
            // Again if it took longer than they may be idle.
            await().until(() -> {
                idle.forEach(RawCall::close);
                idle.clear();
                return oneBeyondTheMostIsClosed(idle);
            });
            for (RawCall one : idle) {
                assertNull(one.line());
            }
            await().until(() -> {
                try (RawCall next = new RawCall()) {
                    return answered(next);
                }
            });
        } finally {
            idle.forEach(RawCall::close);
        }
    }

    /** Whether it is, while the first of those that were there before is open. */
    private static boolean oneBeyondTheMostIsClosed(List<RawCall> idle) {
        try (RawCall first = new RawCall()) {
            for (int i = 1; i < MOST; i++) {
                idle.add(new RawCall());
            }
            try (RawCall beyond = new RawCall()) {
                return !answered(beyond) && answered(first);
            }
        }
    }

    private static boolean answered(RawCall call) {
        try {
            return String.valueOf(call.post("Content-Length: 2").write("{}").line())
                    .startsWith("HTTP/1.1 422 ");
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
