package io.postrider.store.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Lane;
import io.postrider.store.Ids;
import io.postrider.store.LedgerDatabase;
import io.postrider.testing.Patience;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final String MESSAGE = """
            insert into message (id, content, from_email, lane, priority, recipients, accepted_at, expires_at)
            values ('%s', '\\x00', 'news@shop.example', 2, 4, 1, now(), now() + interval '%s')
            """;
    private static final String BATCHES = """
            insert into outbox_batch (id, message_id, lane, priority, due_at, body, published_at)
            select (left(first_id_of(now())::text, 13) || substr(gen_random_uuid()::text, 14))::uuid, '%s', 2, 4, now() + interval '1 day', '\\x00', %s from generate_series(1, %d)
            """;
    private static final String PUBLISHED = "'2026-01-01T00:00:00Z'::timestamptz";
    private static final String NOT_PUBLISHED = "null";

    private static LedgerDatabase database;
    private static Outbox outbox;

    private final List<UUID> messages = new ArrayList<>();

    @BeforeAll
    static void open() throws IOException {
        database = LedgerDatabase.get();
        outbox = new Outbox(database.pool(), LEASE);
    }

    @AfterEach
    void forget() throws SQLException {
        for (UUID message : messages) {
            database.sql("delete from outbox_batch where message_id = '%s'".formatted(message));
            database.sql("delete from message where id = '%s'".formatted(message));
        }
    }

    @Test
    void aLookTakesAsManyAsItMayAndTheNextOneTheRest() throws SQLException {
        UUID message = message("-23 hours");
        add(message, NOT_PUBLISHED, 5);
        due(message);
        assertEquals(5, taken(message, 5).size());
        due(message);
        assertEquals(4, taken(message, 4).size());
        assertEquals(1, taken(message, 4).size());
    }

    @Test
    void releasedBatchIsTakenAtOnceUnlessAnotherProcessHasItsLease() throws SQLException {
        UUID message = message("-23 hours");
        add(message, NOT_PUBLISHED, 2);
        due(message);
        List<OutboxBatch> taken = taken(message, 2);
        assertEquals(List.of(), taken(message, 2));
        database.sql("update outbox_batch set due_at = due_at + interval '1 minute' where id = '%s'"
                .formatted(taken.get(0).id()));
        outbox.release(taken.stream()
                        .map(batch -> new Outbox.Lease(batch.id(), batch.dueAt()))
                        .toList())
                .await()
                .atMost(PATIENCE);
        assertEquals(
                List.of(taken.get(1).id()),
                taken(message, 2).stream().map(OutboxBatch::id).toList());
    }

    @Test
    void publishedBatchIsNotTakenAgain() throws SQLException {
        UUID message = message("-23 hours");
        add(message, NOT_PUBLISHED, 1);
        due(message);
        outbox.published(taken(message, 1).get(0)).await().atMost(PATIENCE);
        due(message);
        assertEquals(List.of(), taken(message, 1));
    }

    @Test
    void batchUnderRetryWaitsSinceItsMessageWasAccepted() throws SQLException {
        UUID message = message("-23 hours");
        database.sql(
                "update message set accepted_at = now() - interval '3 minutes' where id = '%s'".formatted(message));
        // As a lease would leave it.
        add(message, NOT_PUBLISHED, 1);
        Duration lag = outbox.lag().await().atMost(PATIENCE).get(Lane.BULK);
        assertTrue(lag.compareTo(Duration.ofMinutes(3)) >= 0, () -> "it waits " + lag);
    }

    @Test
    void publishedBatchesAreDeletedADayAfterTheirMessageExpiredMoreThanAPageAtOnce() throws SQLException {
        UUID expired = message("-25 hours");
        UUID recent = message("-23 hours");
        add(expired, PUBLISHED, 12_000);
        add(recent, PUBLISHED, 3);
        outbox.purge().await().atMost(PATIENCE);
        assertEquals(0, batches(expired));
        assertEquals(3, batches(recent));
    }

    @Test
    void aBatchThatIsNotPublishedStaysWhateverTheTime() throws SQLException {
        UUID expired = message("-25 hours");
        add(expired, NOT_PUBLISHED, 2);
        outbox.purge().await().atMost(PATIENCE);
        assertEquals(2, batches(expired));
    }

    private static List<OutboxBatch> taken(UUID message, int limit) {
        List<OutboxBatch> taken = outbox.take(Lane.BULK, limit).await().atMost(PATIENCE);
        assertTrue(taken.stream().allMatch(batch -> batch.message().equals(message)));
        return taken;
    }

    private UUID message(String expiresIn) throws SQLException {
        UUID id = Ids.madeAt(Instant.now());
        database.sql(MESSAGE.formatted(id, expiresIn));
        messages.add(id);
        return id;
    }

    private static void add(UUID message, String publishedAt, int batches) throws SQLException {
        database.sql(BATCHES.formatted(message, publishedAt, batches));
    }

    private static void due(UUID message) throws SQLException {
        database.sql("update outbox_batch set due_at = now() where message_id = '%s'".formatted(message));
    }

    private static long batches(UUID message) throws SQLException {
        return database.number("select count(*) from outbox_batch where message_id = '%s'".formatted(message));
    }
}
