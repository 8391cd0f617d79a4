package io.postrider.ingest.intake.dispatch;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.Submitted;
import io.postrider.local.TestNeighbours;
import io.postrider.store.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class DispatchTest {
    @Test
    void scheduledMailIsPublishedWhenItIsDueAndNotBefore() {
        Instant sendAt = Instant.now().plusSeconds(5);
        String id = scheduled(sendAt);
        await().until(() -> Submitted.of(id).size() == 1);
        assertFalse(Instant.now().isBefore(sendAt), "it arrived early");
        assertEquals(
                sendAt.truncatedTo(ChronoUnit.MILLIS),
                Submitted.of(id).get(0).message().date());
        await().until(() -> published(id) == 1);
        assertEquals(
                1,
                Books.count(
                        "select count(*) from outbox_batch join message on message.id = message_id"
                                + " where message_id = ? and published_at >= send_at",
                        UUID.fromString(id)));
    }

    @Test
    void scheduledMailStaysUntilItsTimeHasCome() {
        String id = scheduled(Instant.now().plusSeconds(3600));
        String other = Api.post("/v1/messages", Api.message(1).toString()).id();
        await().until(() -> published(other) == 1);
        assertEquals(
                "scheduled", Api.get("/v1/messages/" + id).body().get("state").asText());
        assertEquals(0, published(id));
        Books.change("update outbox_batch set due_at = now() where message_id = ?", UUID.fromString(id));
        await().until(() -> Submitted.of(id).size() == 1 && published(id) == 1);
    }

    private static String scheduled(Instant sendAt) {
        return Api.post(
                        "/v1/messages",
                        Api.message(1).put("send_at", sendAt.toString()).toString())
                .id();
    }

    @Test
    void batchesThatACrashLeftBehindArePublished() {
        Api.Answer answer = Api.post("/v1/messages", Api.message(1).toString());
        await().until(() -> published(answer.id()) == 1);
        // As if the process had died after its commit: the row is due and no process holds it.
        Books.change(
                "update outbox_batch set published_at = null, due_at = now() - interval '1 minute', id = ?"
                        + " where message_id = ?",
                Ids.madeAt(Instant.now()),
                UUID.fromString(answer.id()));
        await().until(() -> published(answer.id()) == 1);
        await().until(() -> Submitted.of(answer.id()).size() == 2);
    }

    @Test
    void brokerDownStillAcceptsAndPublishesEachOnceWhenItIsBack() {
        List<String> ids = new ArrayList<>();
        TestNeighbours.stopBroker();
        try {
            for (int i = 0; i < 20; i++) {
                Api.Answer answer = Api.post("/v1/messages", Api.message(1).toString());
                assertEquals(202, answer.status());
                ids.add(answer.id());
            }
            await().untilAsserted(() -> assertEquals("down", Api.link()));
            assertEquals(0, Api.metric("postrider_broker_up{"));
            assertEquals(200, Api.health("ready").status());
        } finally {
            TestNeighbours.startBroker();
        }
        await().until(() -> ids.stream().allMatch(id -> Submitted.of(id).size() == 1 && published(id) == 1));
        // Longer than a lease: whatever would be published a second time has been by now.
        Instant later = Instant.now().plusSeconds(4);
        await().until(() -> Instant.now().isAfter(later));
        assertTrue(ids.stream().allMatch(id -> Submitted.of(id).size() == 1));
    }

    @Test
    void databaseDownIsA503AndItsReturnNeedsNoRestart() {
        TestNeighbours.stopDatabase();
        try {
            Api.Answer answer = Api.post("/v1/messages", Api.message(1).toString());
            assertEquals(503, answer.status());
            assertEquals("2", answer.header("Retry-After"));
            assertEquals(503, Api.get("/v1/messages/" + UUID.randomUUID()).status());
            assertEquals(503, Api.health("ready").status());
            assertEquals(200, Api.health("live").status());
            await().until(() -> Double.isNaN(Api.metric("postrider_ingest_outbox_lag_seconds{")));
        } finally {
            TestNeighbours.startDatabase();
        }
        await().until(() -> Api.metric("postrider_ingest_outbox_lag_seconds{") < 60);
        await().until(() -> Api.metric("postrider_broker_up{service=\"ingest-service\"}") == 1);
        await().until(() -> Api.post("/v1/messages", Api.message(1).toString()).status() == 202);
        String id = Api.post("/v1/messages", Api.message(1).toString()).id();
        await().until(() -> Submitted.of(id).size() == 1);
        await().until(() -> Api.health("ready").status() == 200);
    }

    private static long published(String id) {
        return Books.count(
                "select count(*) from outbox_batch where message_id = ? and published_at is not null",
                UUID.fromString(id));
    }
}
