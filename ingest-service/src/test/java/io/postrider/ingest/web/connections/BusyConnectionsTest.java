package io.postrider.ingest.web.connections;

import static io.postrider.testing.Patience.await;
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

/** Connections on which calls are under way. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(BusyConnectionsTest.FewForAClient.class)
class BusyConnectionsTest {
    private static final int CLIENT = 5;

    public static class FewForAClient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("postrider.client-connections", Integer.toString(CLIENT));
        }
    }

    @Test
    void connectionsThatAreAtWorkAreNotClosedForOthers() {
        // The first call of all makes the service look at connections.
        assertTrue(nextIsAnswered());
        List<RawCall> working = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENT; i++) {
                RawCall call = new RawCall().post("Expect: 100-continue", "Content-Length: 2");
                working.add(call);
                assertTrue(call.head().startsWith("HTTP/1.1 100 "), "of connection " + i);
            }
            assertTrue(!nextIsAnswered(), "one more than a client may have");
            for (RawCall call : working) {
                assertTrue(call.write("{}").head().startsWith("HTTP/1.1 422 "));
            }
            await().until(BusyConnectionsTest::nextIsAnswered);
        } finally {
            working.forEach(RawCall::close);
        }
    }

    private static boolean nextIsAnswered() {
        try (RawCall next = new RawCall()) {
            return String.valueOf(next.post("Content-Length: 2").write("{}").line())
                    .startsWith("HTTP/1.1 422 ");
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
