package io.postrider.ingest.control.requeue;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.Submitted;
import io.postrider.ingest.web.parameters.Cursor;
import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.testing.ExpectedErrors;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class RequeueTest {

    /** The batches of other tests come before it, and are none of ours. */
    private String beginning;

    @BeforeEach
    void begin() {
        UUID first = accepted(1).id();
        // Rows that other tests wrote by hand have ids of any time.
        Books.change("delete from outbox_batch where id > ?", first);
        beginning = Cursor.of('b', first);
    }

    @AfterEach
    void forget() {
        Books.change("delete from dead_letter");
    }

    @Test
    void whoIsInFlightGoesOutAgainAndTheLostAttemptCounts() {
        Batch batch = accepted(5);
        UUID message = batch.message().id();
        settle(message, 0, "state = 10, attempts = 1");
        settle(message, 1, "state = 2, attempts = 1");
        // A mail that a sender had in its hands ended after the broker was gone.
        settle(message, 2, "state = 2, attempts = 1, updated_at = now() + interval '1 minute'");
        Books.change(
                "insert into dead_letter (id, died_at, origin, kind, reason, deliveries, message_id, lane, attempt, ordinals, body)"
                        + " values (gen_random_uuid(), now(), 'mail.outbound.bulk', 'failed', 'x', 10, ?, 1, 1, '{3}', '')",
                message);
        Instant lost = Instant.now();
        JsonNode answer = refill(lost, beginning, 100);
        assertEquals(1, answer.get("batches").asInt());
        assertEquals(3, answer.get("recipients").asInt());
        assertTrue(answer.get("next_cursor").isNull());
        assertEquals(Map.of(2, List.of(4), 3, List.of(1, 2)), again(batch, 2));
        assertEquals(0, refill(lost, beginning, 100).get("recipients").asInt());
    }

    @Test
    void whoWasHandedOverAgainIsCarriedByTheNewRowOnly() {
        Batch batch = accepted(2);
        refill(Instant.now(), beginning, 100);
        again(batch, 1);
        JsonNode second = refill(Instant.now(), beginning, 100);
        assertEquals(2, second.get("batches").asInt());
        assertEquals(2, second.get("recipients").asInt());
        assertEquals(Map.of(2, List.of(0, 1), 3, List.of(0, 1)), again(batch, 2));
    }

    @Test
    void whatIsStillToBePublishedIsNotLost() {
        Batch batch = accepted(2);
        Books.change(
                "insert into outbox_batch (id, message_id, lane, priority, recipients, due_at, body)"
                        + " select first_id_of(now() - interval '1 day'), message_id, lane, priority, 2, now() + interval '1 hour', body"
                        + " from outbox_batch where id = ?",
                batch.id());
        Books.change(
                "update delivery set handed_over_in = (select id from outbox_batch b where b.message_id = delivery.message_id"
                        + " order by id limit 1) where message_id = ?",
                batch.message().id());
        assertEquals(0, refill(Instant.now(), beginning, 100).get("recipients").asInt());
    }

    @Test
    @ExpectedErrors("of the outbox cannot be read and was not requeued")
    void goesThroughThePagesAndPastADamagedRow() {
        List<Batch> batches = List.of(accepted(1), accepted(1), accepted(1));
        Books.change(
                "update outbox_batch set body = '\\x00' where id = ?",
                batches.get(1).id());
        Instant lost = Instant.now();
        String cursor = beginning;
        int recipients = 0;
        for (int page = 0; page < 3; page++) {
            assertFalse(cursor == null, "no page " + page);
            JsonNode answer = refill(lost, cursor, 1);
            assertEquals(1, answer.get("batches").asInt());
            recipients += answer.get("recipients").asInt();
            cursor = answer.get("next_cursor").textValue();
        }
        assertEquals(2, recipients);
        assertTrue(refill(lost, cursor, 1).get("next_cursor").isNull());
    }

    @Test
    void whatWasPublishedSinceIsNotLost() {
        Instant lost = Instant.now().minusSeconds(60);
        accepted(3);
        assertEquals(0, refill(lost, beginning, 100).get("batches").asInt());
    }

    @Test
    void whatIsAskedWronglyIsRefused() {
        assertEquals(422, Api.post("/v1/refill", "").status());
        assertEquals(422, call("yesterday", null, 10).status());
        assertEquals(422, call("-1000000000-01-01T00:00:00Z", null, 10).status());
        assertEquals(
                422, call(Instant.now().plusSeconds(60).toString(), null, 10).status());
        assertEquals(422, call(Instant.now().toString(), Cursor.of('l', 1), 10).status());
        assertEquals(422, call(Instant.now().toString(), Cursor.of('b', 1), 10).status());
        assertEquals(422, call(Instant.now().toString(), null, 0).status());
        assertEquals("POST", Api.get("/v1/refill").header("Allow"));
    }

    /** Accepted, and known as published. */
    private static Batch accepted(int recipients) {
        String id = Api.post("/v1/messages", Api.message(recipients).toString()).id();
        await().until(() -> !Submitted.of(id).isEmpty());
        published(id);
        return Submitted.of(id).get(0);
    }

    private static void published(String message) {
        await().until(() -> Books.count(
                        "select count(*) from outbox_batch where message_id = ? and published_at is null",
                        UUID.fromString(message))
                == 0);
    }

    /** The ordinals by attempt of the batches that came after the first one. */
    private static Map<Integer, List<Integer>> again(Batch first, int batches) {
        String id = first.message().id().toString();
        await().until(() -> Submitted.of(id).size() == 1 + batches);
        published(id);
        Map<Integer, List<Integer>> byAttempt = new HashMap<>();
        Submitted.of(id).stream()
                .skip(1)
                .forEach(batch -> byAttempt.put(
                        batch.attempt(),
                        batch.recipients().stream().map(Recipient::ordinal).toList()));
        return byAttempt;
    }

    private static void settle(UUID message, int ordinal, String change) {
        Books.change("update delivery set " + change + " where message_id = ? and ordinal = ?", message, ordinal);
    }

    private static JsonNode refill(Instant before, String cursor, int limit) {
        Api.Answer answer = call(before.toString(), cursor, limit);
        assertEquals(200, answer.status(), () -> answer.body().toString());
        return answer.body();
    }

    private static Api.Answer call(String before, String cursor, int limit) {
        String more = cursor == null ? "" : "&cursor=" + cursor;
        return Api.post("/v1/refill?published_before=%s&limit=%d%s".formatted(before, limit, more), "");
    }
}
