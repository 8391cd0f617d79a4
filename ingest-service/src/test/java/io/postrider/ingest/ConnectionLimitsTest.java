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

    /** A connection counts from its first request on. */
    @Test
    void aConnectionBeyondTheMostIsClosedAndTheIdleOnesMakeRoomAfterTheirTime() {
        // Again if it took longer than they may be idle.
        await().until(ConnectionLimitsTest::oneBeyondTheMostIsClosed);
        await().until(() -> {
            try (RawCall next = new RawCall()) {
                return answered(next);
            }
        });
    }

    /** Whether it is, while the others are open that were there before; these are left to be closed. */
    private static boolean oneBeyondTheMostIsClosed() {
        List<RawCall> idle = new ArrayList<>();
        try {
            for (int i = 0; i < MOST; i++) {
                idle.add(new RawCall());
            }
            if (!idle.stream().allMatch(ConnectionLimitsTest::answered)) {
                return false;
            }
            try (RawCall beyond = new RawCall()) {
                if (answered(beyond)) {
                    return false;
                }
            }
            idle.forEach(RawCall::awaitEnd);
            return true;
        } finally {
            idle.forEach(RawCall::close);
        }
    }

    @Test
    void aConnectionThatSaysNothingIsClosedAfterItsTime() {
        try (RawCall silent = new RawCall()) {
            assertNull(silent.line());
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
