package io.postrider.store.deliveries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.replies.Bounce;
import io.postrider.replies.Category;
import io.postrider.store.Ids;
import io.postrider.store.LedgerDatabase;
import io.postrider.store.Retries;
import io.postrider.store.deliveries.Outcome.Cause;
import io.postrider.store.messages.ContentStore;
import io.postrider.store.suppressions.Suppression;
import io.postrider.testing.ExpectedErrors;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final Cause OK = new Cause("relay", 250, "2.0.0", "queued");
    private static final Cause BUSY = new Cause("relay", 451, "4.7.1", "slow down");

    private static LedgerDatabase database;
    private static Ledger ledger;
    private static Counts counts;

    @BeforeAll
    static void open() throws Exception {
        database = LedgerDatabase.get();
        ledger = new Ledger(database.pool());
        counts = new Counts(database.pool());
    }

    private static Outcome outcome(UUID message, int ordinal, int audience, State state, int attempt, Cause cause) {
        return new Outcome(message, ordinal, audience, state, attempt, Instant.now(), cause);
    }

    private static void record(Outcome... outcomes) {
        List<Uni<Void>> records = List.of(outcomes).stream().map(ledger::record).toList();
        Uni.join().all(records).andFailFast().await().atMost(PATIENCE);
    }

    private static Batch batch(UUID message, int... ordinals) {
        MessageHead head = new MessageHead(
                message,
                "00",
                "news@shop.example",
                Lane.BULK,
                4,
                Instant.now(),
                Instant.now().plusSeconds(60),
                ordinals.length,
                UUID.randomUUID(),
                Map.of());
        List<Recipient> recipients = IntStream.of(ordinals)
                .mapToObj(n -> new Recipient(n, n + "@mail.example", null, Map.of()))
                .toList();
        return Batch.submitted(UUID.randomUUID(), head, recipients);
    }

    private static long events(UUID message) throws Exception {
        return database.number("select count(*) from delivery_event where message_id = '%s'".formatted(message));
    }

    @Test
    void anOutcomeIsSavedWithItsEvent() throws Exception {
        UUID message = database.message(2);
        record(outcome(message, 1, 2, State.DELIVERED, 1, OK));
        assertEquals(
                1,
                database.number(
                        "select count(*) from delivery_event where message_id = '%s' and ordinal = 1 and type = 10"
                                        .formatted(message)
                                + " and code = 250 and enhanced_code = '2.0.0' and reply = 'queued' and route = 'relay'"));
        Map<State, Long> now = counts.of(message, 2).await().atMost(PATIENCE);
        assertEquals(1, now.get(State.DELIVERED));
        assertEquals(1, now.get(State.QUEUED));
    }

    @Test
    void aHardBounceSuppressesTheAddressAndABlockDoesNot() throws Exception {
        UUID message = database.message(1);
        database.sql("update delivery set email = 'Gone@Mail.example' where message_id = '%s'".formatted(message));
        UUID blocked = database.message(1);
        database.sql("update delivery set email = 'blocked@mail.example' where message_id = '%s'".formatted(blocked));
        Bounce hard = new Bounce(Category.BAD_MAILBOX, true);
        Bounce block = new Bounce(Category.SPAM_BLOCK, true);
        record(
                outcome(message, 0, 1, State.BOUNCED, 1, new Cause("relay", 550, "5.1.1", "no such user", hard)),
                outcome(blocked, 0, 1, State.BOUNCED, 1, new Cause("relay", 550, "5.7.1", "spam", block)));
        assertEquals(
                1,
                database.number("select count(*) from suppression where email = 'gone@mail.example'"
                        + " and reason = 'bad_mailbox' and origin = 'bounce'"));
        assertEquals(0, database.number("select count(*) from suppression where email = 'blocked@mail.example'"));
        assertEquals(
                Category.SPAM_BLOCK.code(),
                database.number("select category from delivery_event where message_id = '%s'".formatted(blocked)));
    }

    @Test
    void whoComplainsForATestDoesSoAfterTheDeliveryAndNobodyIsSuppressed() throws Exception {
        UUID message = database.message(3);
        for (String local : List.of("Complained+7", "bounced", "delivered")) {
            database.sql(
                    "update delivery set email = '%s@test.postrider.invalid' where message_id = '%s' and ordinal = %d"
                            .formatted(
                                    local,
                                    message,
                                    List.of("Complained+7", "bounced", "delivered")
                                            .indexOf(local)));
        }
        Cause taken = new Cause("test.postrider.invalid", 250, "2.0.0", "taken");
        Bounce hard = new Bounce(Category.BAD_MAILBOX, true);
        Cause gone = new Cause("test.postrider.invalid", 550, "5.1.1", "no such user", hard);
        Outcome delivered = outcome(message, 0, 3, State.DELIVERED, 1, taken);
        record(
                delivered,
                outcome(message, 1, 3, State.BOUNCED, 1, gone),
                outcome(message, 2, 3, State.DELIVERED, 1, taken));
        record(delivered);
        assertEquals(
                1,
                database.number(
                        "select count(*) from delivery_event d join delivery_event c using (message_id, ordinal)"
                                + " where message_id = '%s' and d.type = 10 and c.type = 23 and c.id > d.id and ordinal = 0"
                                        .formatted(message)
                                + " and c.reply = 'abuse' and c.route is null"));
        assertEquals(4, events(message));
        assertEquals(0, database.number("select count(*) from suppression where email like '%postrider.invalid'"));
    }

    @Test
    void aDeferralWithoutAnAttemptIsNotedOnceAndLeavesTheAttemptOpen() throws Exception {
        UUID message = database.message(1);
        Cause away = Cause.ours("the route is suspended");
        record(outcome(message, 0, 1, State.DEFERRED, 0, away));
        record(outcome(message, 0, 1, State.DEFERRED, 0, away));
        assertEquals(1, events(message));
        assertEquals(1L, counts.of(message, 1).await().atMost(PATIENCE).get(State.DEFERRED));
        Map<Integer, Standing> standings =
                ledger.standings(batch(message, 0)).await().atMost(PATIENCE);
        assertFalse(standings.get(0).covers(1));
        record(outcome(message, 0, 1, State.DEFERRED, 1, BUSY));
        record(outcome(message, 0, 1, State.DEFERRED, 1, away));
        assertEquals(2, events(message));
    }

    @Test
    @ExpectedErrors("retrying: .*column \"reply\" .*does not exist")
    void anOutcomeWaitsForADatabaseThatDoesNotKnowItsStatementYet() throws Exception {
        UUID message = database.message(1);
        long refused = refused();
        database.sql("alter table delivery_event rename column reply to said");
        CompletableFuture<Void> saved =
                ledger.record(outcome(message, 0, 1, State.DELIVERED, 1, OK)).subscribeAsCompletionStage();
        try {
            Patience.await().until(() -> refused() > refused);
            assertFalse(saved.isDone());
        } finally {
            database.sql("alter table delivery_event rename column said to reply");
        }
        Patience.result(saved);
        assertEquals(1, events(message));
    }

    /** Statements that failed so far. */
    private static long refused() throws Exception {
        return database.number("select xact_rollback from pg_stat_database where datname = current_database()");
    }

    @Test
    void aFinalStateNeverBecomesAnother() throws Exception {
        UUID message = database.message(1);
        record(outcome(message, 0, 1, State.DELIVERED, 1, OK));
        record(outcome(message, 0, 1, State.BOUNCED, 2, new Cause("relay", 550, "5.1.1", "no such user")));
        record(outcome(message, 0, 1, State.DEFERRED, 3, BUSY));
        assertEquals(1, counts.of(message, 1).await().atMost(PATIENCE).get(State.DELIVERED));
        assertEquals(1, events(message));
    }

    @Test
    void theSameOutcomeTwiceIsOneEvent() throws Exception {
        UUID message = database.message(1);
        Outcome deferred = outcome(message, 0, 1, State.DEFERRED, 1, BUSY);
        record(deferred);
        record(deferred, deferred);
        assertEquals(1, events(message));
    }

    @Test
    void twoOutcomesOfOneDeliveryInOneGroupAreBothSaved() throws Exception {
        UUID message = database.message(1);
        new OutcomeStatement(database.pool())
                .execute(List.of(
                        outcome(message, 0, 1, State.DEFERRED, 1, BUSY),
                        outcome(message, 0, 1, State.DELIVERED, 2, OK)))
                .await()
                .atMost(PATIENCE);
        assertEquals(2, events(message));
        assertEquals(1, counts.of(message, 1).await().atMost(PATIENCE).get(State.DELIVERED));
    }

    /** Planning takes longer than the work. The statement is longer than those that the client keeps by default. */
    @Test
    void statementForOutcomesIsPlannedOnce() throws Exception {
        SqlConnection connection = database.connection().await().atMost(PATIENCE);
        UUID message = database.message(2);
        OutcomeStatement statement = new OutcomeStatement(connection);
        for (int ordinal = 0; ordinal < 2; ordinal++) {
            statement
                    .execute(List.of(outcome(message, ordinal, 2, State.DELIVERED, 1, OK)))
                    .await()
                    .atMost(PATIENCE);
        }
        long kept = connection
                .query("select count(*) from pg_prepared_statements where generic_plans + custom_plans = 2")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
        connection.close().await().atMost(PATIENCE);
        assertEquals(1, kept);
    }

    @Test
    void standingsTellWhatIsNoLongerFresh() throws Exception {
        UUID message = database.message(4);
        record(outcome(message, 1, 4, State.DELIVERED, 1, OK), outcome(message, 2, 4, State.DEFERRED, 1, BUSY));
        Map<Integer, Standing> standings =
                ledger.standings(batch(message, 0, 1, 2, 3)).await().atMost(PATIENCE);
        assertEquals(
                Map.of(
                        1, new Standing(State.DELIVERED, 1, Halt.NONE),
                        2, new Standing(State.DEFERRED, 1, Halt.NONE)),
                standings);
        assertTrue(standings.get(2).covers(1));
        assertTrue(!standings.get(2).covers(2));
    }

    @Test
    void aCancelledMessageShowsInEveryStanding() throws Exception {
        UUID message = database.message(1);
        database.sql("update message set halted = 2 where id = '%s'".formatted(message));
        assertEquals(
                Halt.CANCELLED,
                ledger.standings(batch(message, 0))
                        .await()
                        .atMost(PATIENCE)
                        .get(0)
                        .halt());
    }

    @Test
    void aLetterBeyondAsciiIsNotTakenForOneOfAscii() throws Exception {
        UUID message = database.message(1);
        database.sql("update delivery set email = '\u212aIM@mail.example' where message_id = '%s'".formatted(message));
        Bounce hard = new Bounce(Category.BAD_MAILBOX, true);
        record(outcome(message, 0, 1, State.BOUNCED, 1, new Cause("relay", 550, "5.1.1", "no such user", hard)));
        assertEquals(0, database.number("select count(*) from suppression where email = 'kim@mail.example'"));
        assertEquals(1, database.number("select count(*) from suppression where email = '\u212aim@mail.example'"));
        database.sql("delete from suppression");
    }

    @Test
    void theWordsOfAServerAreKeptClean() throws Exception {
        UUID message = database.message(1);
        String words = "no\u0000such\u001b[31m \u202eresu\u2066\u2028here\ud800";
        record(outcome(message, 0, 1, State.BOUNCED, 1, new Cause("relay", 550, "5.1.1", words)));
        assertEquals(
                1,
                database.number("select count(*) from delivery_event where message_id = '%s' and reply = '%s'"
                        .formatted(message, "no?such?[31m ?resu? here?")));
    }

    @Test
    void suppressionHoldsForAddressesInAnyCaseAndForDomains() throws Exception {
        database.sql(
                "insert into suppression (email, reason, origin) values ('7@mail.example', 'unsubscribed', 'test')");
        UUID message = database.message(9);
        assertEquals(
                Set.of("7@mail.example"),
                ledger.suppressed(batch(message, 6, 7, 8))
                        .await()
                        .atMost(PATIENCE)
                        .keySet());
        database.sql("insert into suppression (email, reason, origin) values ('@mail.example', 'domain', 'test')");
        Map<String, Suppression> all =
                ledger.suppressed(batch(message, 6, 7, 8)).await().atMost(PATIENCE);
        assertEquals(3, all.size());
        assertEquals("domain", all.get("6@mail.example").reason());
        assertEquals("unsubscribed", all.get("7@mail.example").reason(), "its own goes first");
        database.sql("delete from suppression");
    }

    @Test
    void contentIsLoadedByItsClaimCheck() throws Exception {
        ContentStore store = new ContentStore(database.pool());
        String claimCheck = "ab".repeat(32);
        database.sql("insert into content (claim_check, body) values ('\\x%s', 'hello')".formatted(claimCheck));
        assertEquals("hello", new String(store.load(claimCheck).await().atMost(PATIENCE), StandardCharsets.UTF_8));
        assertNull(store.load("00".repeat(32)).await().atMost(PATIENCE));
    }

    @Test
    void aWrongStatementFailsInsteadOfBeingTriedForEver() {
        for (Tuple parameters : List.of(Tuple.of("no number"), Tuple.tuple())) {
            Uni<?> wrong = Retries.whileAway(
                    database.pool().preparedQuery("select $1::int").execute(parameters));
            RuntimeException failure =
                    assertThrows(RuntimeException.class, () -> wrong.await().atMost(PATIENCE));
            assertTrue(failure.getMessage().toLowerCase(Locale.ROOT).contains("parameter"), failure::toString);
        }
        Uni<?> unknown = Retries.whileAway(
                database.pool().preparedQuery("select * from nowhere").execute());
        assertThrows(PgException.class, () -> unknown.await().atMost(PATIENCE));
    }

    @Test
    void countsOfAMillionRecipientsAreReadWithoutTheirDeliveries() throws Exception {
        int audience = 1_000_000;
        UUID message = Ids.madeAt(Instant.now());
        // There is none of its deliveries to count, only the tally of a million recorded in groups of 500, a tenth of
        // them deferred once before.
        database.sql(
                "insert into message_tally (message_id, state, change) select '%s', s.state, s.change from generate_series(1, 2000),"
                                .formatted(message)
                        + " (values (10, 495), (11, 5), (2, 50), (2, -50)) s(state, change)");
        Map<State, Long> now = counts.of(message, audience).await().atMost(PATIENCE);
        assertEquals(990_000, now.get(State.DELIVERED));
        assertEquals(10_000, now.get(State.BOUNCED));
        assertEquals(0, now.get(State.DEFERRED));
        assertEquals(0, now.get(State.QUEUED));
    }

    @Test
    void tallyAndDeliveriesAgree() throws Exception {
        int audience = 3_000;
        UUID message = database.message(audience);
        List<Outcome> outcomes = new ArrayList<>();
        for (int n = 0; n < audience; n++) {
            if (n % 3 == 0) {
                outcomes.add(outcome(message, n, audience, State.DEFERRED, 1, BUSY));
            }
            if (n % 6 == 0) {
                outcomes.add(outcome(message, n, audience, State.DEFERRED, 2, BUSY));
            }
            if (n % 2 == 0) {
                outcomes.add(outcome(message, n, audience, State.DELIVERED, 3, OK));
            }
        }
        record(outcomes.toArray(Outcome[]::new));
        Map<State, Long> tallied = counts.of(message, audience).await().atMost(PATIENCE);
        for (State state : State.values()) {
            assertEquals(
                    database.number("select count(*) from delivery where message_id = '%s' and state = %d"
                            .formatted(message, state.code())),
                    tallied.get(state),
                    state.word());
        }
    }

    @Tag("slow")
    @Test
    void foldedCountsAreTheSameInFewRows() throws Exception {
        UUID message = Ids.madeAt(Instant.now());
        database.sql(
                "insert into message_tally (message_id, state, change) select '%s', s.state, s.change from generate_series(1, 300),"
                                .formatted(message)
                        + " (values (10, 495), (11, 5), (2, 50), (2, -50)) s(state, change)");
        Map<State, Long> before = counts.of(message, 1_000_000).await().atMost(PATIENCE);
        Counts.fold(database.pool()).await().atMost(PATIENCE);
        assertEquals(before, counts.of(message, 1_000_000).await().atMost(PATIENCE));
        assertEquals(
                3, database.number("select count(*) from message_tally where message_id = '%s'".formatted(message)));
    }

    @Test
    void outcomesRewriteTheRowWithinItsPage() throws Exception {
        UUID message = database.message(5_000);
        database.sql("select pg_stat_reset()");
        record(IntStream.range(0, 5_000)
                .mapToObj(n -> outcome(message, n, 5_000, State.DELIVERED, 1, OK))
                .toArray(Outcome[]::new));
        database.sql("select pg_stat_force_next_flush()");
        Patience.await().until(() -> updates("n_tup_upd") >= 5_000);
        long updates = updates("n_tup_upd");
        long hot = updates("n_tup_hot_upd");
        assertTrue(hot > updates * 0.9, hot + " of " + updates + " updates were heap-only");
    }

    private static long updates(String which) throws Exception {
        return database.number(
                "select sum(%s) from pg_stat_user_tables where relname like 'delivery\\_2%%'".formatted(which));
    }
}
