package io.postrider.ingest.control.audit;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.Submitted;
import io.postrider.local.TestNeighbours;
import io.postrider.testing.ExpectedErrors;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Other tests leave books that do not balance, so what is held here is by how much each number changes. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(AuditTest.Regularly.class)
@ExpectedErrors("the audit found a difference")
class AuditTest {
    public static class Regularly implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("postrider.audit.every", "3s");
        }
    }

    @Test
    void acceptedIsFinalAndInFlight() {
        JsonNode before = audit();
        UUID message = accepted(5);
        settle(message, 0, 10);
        settle(message, 1, 11);
        settle(message, 2, 2);
        JsonNode after = audit();
        assertEquals(5, grown("/accepted", before, after));
        assertEquals(2, grown("/final", before, after));
        assertEquals(3, grown("/in_flight", before, after));
        assertEquals(0, grown("/difference", before, after));
        assertEquals(1, grown("/deliveries/delivered", before, after));
        assertEquals(1, grown("/deliveries/bounced", before, after));
        assertEquals(1, grown("/deliveries/deferred", before, after));
        assertEquals(2, grown("/deliveries/queued", before, after));
        assertEquals(
                after.get("accepted").asLong()
                        - after.get("final").asLong()
                        - after.get("in_flight").asLong(),
                after.get("difference").asLong());
    }

    @Test
    void aDeliveryThatIsLostIsADifference() {
        UUID message = accepted(2);
        JsonNode before = audit();
        Books.change("delete from delivery where message_id = ? and ordinal = 1", message);
        assertEquals(1, grown("/difference", before, audit()));
        await().untilAsserted(() ->
                assertEquals(audit().get("difference").asLong(), (long) Api.metric("postrider_audit_difference ")));
        Books.change("update message set recipients = 1 where id = ?", message);
        assertEquals(0, grown("/difference", before, audit()));
    }

    @Test
    void whoIsScheduledIsInTheOutbox() {
        await().until(() ->
                Books.count("select count(*) from outbox_batch where published_at is null and due_at < now()") == 0);
        JsonNode before = audit();
        String id = Api.post(
                        "/v1/messages",
                        Api.message(3)
                                .put("send_at", Instant.now().plusSeconds(3600).toString())
                                .toString())
                .id();
        assertEquals(3, grown("/in_flight_by_place/outbox", before, audit()));
        Books.change("update outbox_batch set published_at = now() where message_id = ?", UUID.fromString(id));
        assertEquals(0, grown("/in_flight_by_place/outbox", before, audit()));
    }

    @Test
    void whoIsInADeadLetterIsDeadUntilFinishedAndCountedOnce() {
        UUID message = accepted(4);
        JsonNode before = audit();
        for (int i = 0; i < 2; i++) {
            Books.change(
                    "insert into dead_letter (id, died_at, origin, kind, reason, deliveries, message_id, lane, attempt, ordinals, body)"
                            + " values (?, now(), 'x', 'failed', 'x', 10, ?, 1, 1, '{0,1,2}', '')",
                    UUID.randomUUID(),
                    message);
        }
        assertEquals(3, grown("/in_flight_by_place/dead", before, audit()));
        settle(message, 0, 10);
        assertEquals(2, grown("/in_flight_by_place/dead", before, audit()));
        Books.change("update dead_letter set discarded_at = now() where message_id = ?", message);
        assertEquals(0, grown("/in_flight_by_place/dead", before, audit()));
        Books.change("delete from dead_letter where message_id = ?", message);
    }

    @Test
    void whoIsInFlightLongAfterTheMessageExpiredIsOverdue() {
        UUID message = accepted(3);
        settle(message, 2, 12);
        JsonNode before = audit();
        Books.change("update message set expires_at = now() - interval '9 minutes' where id = ?", message);
        assertEquals(0, grown("/overdue", before, audit()));
        Books.change("update message set expires_at = now() - interval '11 minutes' where id = ?", message);
        assertEquals(2, grown("/overdue", before, audit()));
        settle(message, 0, 12);
        settle(message, 1, 12);
        assertEquals(0, grown("/overdue", before, audit()));
    }

    @Test
    void whoIsNowhereIsUnaccountedOnceNothingMoves() {
        JsonNode before = idle();
        // A consumer in place of the router takes the batch, and does nothing with it.
        UUID message = accepted(2);
        await().until(() -> !Submitted.of(message.toString()).isEmpty() && published(message) == 1);
        // As if it had been now, at whatever time the audit looks.
        Books.change("update outbox_batch set published_at = now() + interval '1 hour' where message_id = ?", message);
        assertFalse(audit().has("unaccounted"), "something was published just now");
        Books.change("update outbox_batch set published_at = now() where message_id = ?", message);
        assertEquals(2, grown("/unaccounted", before, idle()));
    }

    @Test
    void withoutTheBrokerItsQueuesAreNotTold() {
        await().until(() -> audit().path("queues").size() >= 7);
        TestNeighbours.stopBroker();
        try {
            await().until(() -> !audit().has("queues"));
            assertFalse(audit().has("unaccounted"));
        } finally {
            TestNeighbours.startBroker();
        }
        await().until(() -> audit().has("queues"));
    }

    @Test
    void whoAsksMeanwhileGetsTheSameAnswer() {
        List<CompletableFuture<Api.Answer>> answers = new ArrayList<>();
        Books.whileLocked("lock table dead_letter in access exclusive mode", () -> {
            for (int i = 0; i < 3; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> Api.get("/v1/audit")));
            }
            // The three of them; the one that asks has another port.
            await().until(() -> Api.metric("http_server_active_requests") >= 3);
            // One at a time: the service's own look may be that one.
            await().until(() -> waiting() > 0);
            assertEquals(1, waiting(), "one at a time");
        });
        List<String> moments = answers.stream()
                .map(answer -> answer.join().body().path("at").asText())
                .distinct()
                .toList();
        assertEquals(1, moments.size(), moments.toString());
    }

    private static long waiting() {
        return Books.waitingForALock("dead_letter l cross");
    }

    private static long published(UUID message) {
        return Books.count(
                "select count(*) from outbox_batch where message_id = ? and published_at is not null", message);
    }

    /** One that began after this call: who asks while an audit is under way, or just after it, is given that one. */
    private static JsonNode audit() {
        Instant asked = Instant.now();
        return await().until(
                        AuditTest::latest,
                        found -> !Instant.parse(found.get("at").asText()).isBefore(asked));
    }

    private static JsonNode latest() {
        Api.Answer answer = Api.get("/v1/audit");
        assertEquals(200, answer.status(), answer.body().toString());
        return answer.body();
    }

    /** The first audit that finds nothing moving. */
    private static JsonNode idle() {
        return await().until(AuditTest::audit, found -> found.has("unaccounted"));
    }

    private static long grown(String pointer, JsonNode before, JsonNode after) {
        return after.at(pointer).asLong() - before.at(pointer).asLong();
    }

    private static UUID accepted(int recipients) {
        return UUID.fromString(
                Api.post("/v1/messages", Api.message(recipients).toString()).id());
    }

    private static void settle(UUID message, int ordinal, int state) {
        Books.change(
                "update delivery set state = ?::smallint, attempts = 1 where message_id = ? and ordinal = ?",
                state,
                message,
                ordinal);
    }
}
