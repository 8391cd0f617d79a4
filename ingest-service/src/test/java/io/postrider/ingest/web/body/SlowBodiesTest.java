package io.postrider.ingest.web.body;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.RawCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(SlowBodiesTest.HighRate.class)
class SlowBodiesTest {

    public static class HighRate implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("postrider.submit.minimum-rate", "1M");
        }
    }

    @Test
    void aBodyThatDripsIsAnswered408() {
        try (RawCall call = new RawCall()) {
            call.post("Content-Length: 1000000").write("{");
            String head = call.head().toLowerCase(Locale.ROOT);
            assertTrue(head.startsWith("http/1.1 408 "), head);
            assertTrue(head.contains("connection: close"), head);
            call.awaitEnd();
        }
    }
}
