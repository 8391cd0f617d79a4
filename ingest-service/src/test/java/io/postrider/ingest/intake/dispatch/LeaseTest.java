package io.postrider.ingest.intake.dispatch;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.Submitted;
import io.postrider.local.TestNeighbours;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** With leases that no test waits for. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(LeaseTest.LongLeases.class)
class LeaseTest {

    public static class LongLeases implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("postrider.dispatch.lease", "10M");
        }
    }

    @Test
    void mailAcceptedDuringAnOutageGoesOutWhenTheBrokerIsBackAndOnce() {
        String id;
        TestNeighbours.stopBroker();
        try {
            Api.Answer answer = Api.post("/v1/messages", Api.message(1).toString());
            assertEquals(202, answer.status());
            id = answer.id();
        } finally {
            TestNeighbours.startBroker();
        }
        await().until(() -> Submitted.of(id).size() == 1);
        await().until(() -> Books.count(
                        "select count(*) from outbox_batch where message_id = ? and published_at is not null",
                        UUID.fromString(id))
                == 1);
        assertEquals(1, Submitted.of(id).size());
    }
}
