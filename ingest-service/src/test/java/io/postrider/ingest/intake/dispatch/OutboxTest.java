package io.postrider.ingest.intake.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.uuid.Generators;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.local.TestNeighbours;
import io.postrider.mail.Lane;
import io.postrider.store.outbox.Outbox;
import io.postrider.store.outbox.OutboxBatch;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class OutboxTest {
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final String MESSAGE = """
            insert into message (id, content, from_email, lane, priority, recipients, accepted_at, expires_at)
            values (?, '\\x00', 'news@shop.example', 2, 4, 1, now(), now() + ?::interval)
            """;
    // Far ahead, so that no dispatcher takes one.
    private static final String BATCHES = """
            insert into outbox_batch (id, message_id, lane, priority, due_at, body, published_at)
            select gen_random_uuid(), ?, 2, 4, now() + interval '1 day', '\\x00', ?::timestamptz from generate_series(1, ?)
            """;

    private static final String DUE = "update outbox_batch set due_at = now() where message_id = ?";

    @Inject
    Outbox outbox;

    private final List<UUID> messages = new ArrayList<>();

    /** They have no deliveries, and the books would not balance. */
    @AfterEach
    void forget() {
        for (UUID message : messages) {
            Books.change("delete from outbox_batch where message_id = ?", message);
            Books.change("delete from message where id = ?", message);
        }
    }

    @Test
    void aLookTakesAsManyAsItMayAndTheNextOneTheRest() {
        // So that nobody else looks.
        TestNeighbours.stopBroker();
        try {
            UUID message = message("-23 hours");
            Books.change(BATCHES, message, null, 5);
            Books.change(DUE, message);
            assertEquals(5, taken(message, 5).size());
            Books.change(DUE, message);
            assertEquals(4, taken(message, 4).size());
            assertEquals(1, taken(message, 4).size());
            Books.change("delete from outbox_batch where message_id = ?", message);
        } finally {
            TestNeighbours.startBroker();
        }
    }

    @Test
    void aBatchThatIsTriedAgainAndAgainWaitsAllTheSame() {
        UUID message = message("-23 hours");
        Books.change("update message set accepted_at = now() - interval '3 minutes' where id = ?", message);
        // As a lease would leave it.
        Books.change(BATCHES, message, null, 1);
        Duration lag = outbox.lag().await().atMost(PATIENCE).get(Lane.BULK);
        assertTrue(lag.compareTo(Duration.ofMinutes(3)) >= 0, () -> "it waits " + lag);
        Books.change("delete from outbox_batch where message_id = ?", message);
    }

    private List<OutboxBatch> taken(UUID message, int limit) {
        List<OutboxBatch> taken = outbox.take(Lane.BULK, limit).await().atMost(PATIENCE);
        assertTrue(taken.stream().allMatch(batch -> batch.message().equals(message)));
        return taken;
    }

    @Test
    void publishedBatchesAreDeletedADayAfterTheirMessageExpiredMoreThanAPageAtOnce() {
        UUID expired = message("-25 hours");
        UUID recent = message("-23 hours");
        Books.change(BATCHES, expired, "2026-01-01T00:00:00Z", 12_000);
        Books.change(BATCHES, recent, "2026-01-01T00:00:00Z", 3);
        outbox.purge().await().atMost(PATIENCE);
        assertEquals(0, batches(expired));
        assertEquals(3, batches(recent));
    }

    @Test
    void aBatchThatIsNotPublishedStaysWhateverTheTime() {
        UUID expired = message("-25 hours");
        Books.change(BATCHES, expired, null, 2);
        outbox.purge().await().atMost(PATIENCE);
        assertEquals(2, batches(expired));
    }

    private UUID message(String expiresIn) {
        UUID id = Generators.timeBasedEpochGenerator().generate();
        Books.change(MESSAGE, id, expiresIn);
        messages.add(id);
        return id;
    }

    private static long batches(UUID message) {
        return Books.count("select count(*) from outbox_batch where message_id = ?", message);
    }
}
