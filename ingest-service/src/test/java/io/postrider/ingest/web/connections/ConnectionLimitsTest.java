package io.postrider.ingest.web.connections;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.RawCall;
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
    private static final int MOST = 40;

    public static class FewConnections implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.limits.max-connections", Integer.toString(MOST), "quarkus.http.idle-timeout", "3s");
        }
    }

    @Test
    void idleConnectionsKeepNobodyOut() {
        List<RawCall> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * MOST; i++) {
                RawCall call = new RawCall();
                idle.add(call);
                assertTrue(answered(call), "of connection " + i);
            }
            idle.get(0).awaitEnd();
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
