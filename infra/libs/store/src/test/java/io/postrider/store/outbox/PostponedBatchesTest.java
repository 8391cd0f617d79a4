package io.postrider.store.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.mail.Limits;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.store.Ids;
import io.postrider.store.LedgerDatabase;
import io.postrider.testing.Patience;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostponedBatchesTest {
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final Instant PAST = Instant.now().minusSeconds(30);

    private static LedgerDatabase database;
    private static PostponedBatches postponed;
    private static Outbox outbox;

    private Batch batch;

    @BeforeAll
    static void open() throws IOException {
        database = LedgerDatabase.get();
        postponed = new PostponedBatches(database.pool());
        outbox = new Outbox(database.pool(), Duration.ofMinutes(10));
    }

    @BeforeEach
    void accept() throws SQLException {
        UUID message = database.message(3);
        database.sql("update message set accepted_at = now() - interval '2 hours' where id = '%s'".formatted(message));
        Instant now = Instant.now();
        MessageHead head = new MessageHead(
                message,
                "00",
                "news@shop.example",
                Lane.BULK,
                4,
                now,
                now.plusSeconds(3_600),
                3,
                UUID.randomUUID(),
                Map.of());
        List<Recipient> recipients = IntStream.range(0, 3)
                .mapToObj(n -> new Recipient(n, n + "@mail.example", null, Map.of()))
                .toList();
        batch = Batch.submitted(Ids.madeAt(Instant.now()), head, recipients);
    }

    @AfterEach
    void forget() throws SQLException {
        for (String table : List.of("outbox_batch", "delivery")) {
            database.sql("delete from %s where message_id = '%s'"
                    .formatted(table, batch.message().id()));
        }
        database.sql(
                "delete from message where id = '%s'".formatted(batch.message().id()));
    }

    @Test
    void itIsTakenWhenItIsDueAndCarriesItsRecipients() throws SQLException {
        List<Recipient> two = batch.recipients().subList(0, 2);
        Batch retry = batch.retry(two);
        postpone(retry, Instant.now().plusSeconds(600));
        assertEquals(List.of(), taken());
        assertEquals(2, number("select count(*) from delivery where handed_over_in = '%s'".formatted(retry.id())));
        Batch later = batch.again(batch.recipients().subList(2, 3));
        postpone(later, PAST);
        OutboxBatch due = taken().get(0);
        assertEquals(later.id(), due.id());
        assertEquals(4, due.priority());
        assertEquals(1, due.recipients());
    }

    @Test
    void aBatchWithASlotHasTheHighestPriority() throws SQLException {
        postpone(batch.withSlot(PAST, batch.recipients()), PAST);
        assertEquals(Limits.HIGHEST_PRIORITY, taken().get(0).priority());
    }

    @Test
    void theSameBatchChangesNothingTheSecondTime() throws SQLException {
        Batch retry = batch.retry(batch.recipients());
        postpone(retry, PAST);
        outbox.published(taken().get(0)).await().atMost(PATIENCE);
        database.sql("update delivery set handed_over_in = null where message_id = '%s' and ordinal = 0"
                .formatted(batch.message().id()));
        postpone(retry, PAST);
        assertEquals(List.of(), taken());
        assertEquals(2, number("select count(*) from delivery where handed_over_in = '%s'".formatted(retry.id())));
    }

    @Test
    void anEndedDeliveryIsLeftAlone() throws SQLException {
        database.sql("update delivery set state = 10 where message_id = '%s' and ordinal = 1"
                .formatted(batch.message().id()));
        postpone(batch.retry(batch.recipients()), PAST);
        assertEquals(
                1,
                number("select count(*) from delivery where message_id = '%s' and handed_over_in is null"
                        .formatted(batch.message().id())));
    }

    @Test
    void itLagsFromWhenItIsDueAndNotFromTheAcceptanceOfItsMessage() throws SQLException {
        postpone(batch.retry(batch.recipients()), Instant.now().plusSeconds(600));
        assertEquals(Duration.ZERO, lag());
        postpone(batch.again(batch.recipients()), PAST);
        long seconds = lag().toSeconds();
        assertEquals(true, seconds >= 30 && seconds < 3_600, () -> seconds + " s");
    }

    private static void postpone(Batch batch, Instant dueAt) {
        postponed.postpone(batch, dueAt).await().atMost(PATIENCE);
    }

    private List<OutboxBatch> taken() {
        return outbox.take(Lane.BULK, 100).await().atMost(PATIENCE).stream()
                .filter(one -> one.message().equals(batch.message().id()))
                .toList();
    }

    private static Duration lag() {
        return outbox.lag().await().atMost(PATIENCE).get(Lane.BULK);
    }

    private static long number(String query) throws SQLException {
        return database.number(query);
    }
}
