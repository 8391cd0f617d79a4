package io.postrider.ingest.control.retention;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class RetentionTest {
    private static final String CONTENT =
            "select count(*) from content c join message m on m.content = c.claim_check where m.id = ?";
    private static final String BATCHES = "select count(*) from outbox_batch where message_id = ?";

    @Inject
    RetentionJob job;

    @Test
    void contentAndVariablesGoWhenTheLastRecipientIsFinal() {
        UUID message = UUID.fromString(Api.post(
                        "/v1/messages",
                        Api.message(2).put("store_content", "until_final").toString())
                .id());
        UUID other = UUID.fromString(
                Api.post("/v1/messages", Api.message(2).toString()).id());
        Books.change("update delivery set state = 10 where message_id = ?", other);
        Books.change("update delivery set state = 10 where message_id = ? and ordinal = 0", message);
        // As a sender writes it for the next attempt.
        Books.change(
                "insert into outbox_batch (id, message_id, lane, priority, due_at, body)"
                        + " select (left(id::text, 13) || '-8abc-8000-000000000001')::uuid, message_id, lane, priority, now() + interval '1 hour',"
                        + " body from outbox_batch where message_id = ?",
                message);
        job.finished().await().atMost(Patience.LIMIT);
        assertEquals(1, Books.count(CONTENT, message));
        assertEquals(2, Books.count(BATCHES, message));
        Books.change("update delivery set state = 12 where message_id = ?", message);
        await().until(() -> Books.count(CONTENT, message) == 0);
        assertEquals(0, Books.count(BATCHES, message));
        assertEquals(1, Books.count(CONTENT, other));
        assertEquals(200, Api.get("/v1/messages/" + message).status());
    }

    /** With the maintenance role; ingest itself may not drop a table. */
    @Test
    void anOldClosedWeekIsDropped() {
        LocalDate monday = LocalDate.of(2020, 1, 6);
        assertEquals(6, Books.count("select make_week('2020-01-06')"));
        Books.change("insert into closed_week (first_day, recipients) values (?, 0)", monday);
        job.weeks().await().atMost(Patience.LIMIT);
        assertEquals(0, Books.count("select count(*) from pg_class where relname like '%20200106%'"));
    }

    @Test
    void partitionsReachFourWeeksAhead() {
        await().until(() -> Api.metric("postrider_ingest_partitions_ahead") == 4);
    }
}
