package io.postrider.store.deliveries;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.pg.Grouper;
import io.postrider.pg.Outage;
import io.postrider.store.Retries;
import io.postrider.store.suppressions.Suppression;
import io.postrider.store.suppressions.SuppressionQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The access of all services to the delivery ledger. Calls of several batches share one statement. */
@ApplicationScoped
public class Ledger {
    // A statement for one row costs as much as one for some dozens. A mail waits for reads. Only the settlement of a
    // batch waits for an outcome, but if the sender dies before the outcome is saved, the mail is sent again.
    private static final Grouper.Bounds WRITES =
            new Grouper.Bounds(1_000, 2, Integer.MAX_VALUE).spaced(Duration.ofMillis(5));
    private static final Grouper.Bounds READS =
            new Grouper.Bounds(1_000, 2, Integer.MAX_VALUE).spaced(Duration.ofMillis(3));

    private final Grouper<Outcome, Void> outcomes;
    private final Grouper<Batch, Map<Integer, Standing>> standings;
    private final Grouper<Batch, Map<String, Suppression>> suppressions;

    @Inject
    public Ledger(Pool pool) {
        OutcomeStatement record = new OutcomeStatement(pool);
        StandingQuery standing = new StandingQuery(pool);
        SuppressionQuery suppression = new SuppressionQuery(pool);
        // The number of batches that a service holds bounds the queue, so it needs no other limit.
        outcomes = new Grouper<>(
                "outcomes to record",
                WRITES,
                outcome -> 1,
                // The mail has already been sent: its outcome is kept until it can be saved, and no more mails are
                // sent.
                group -> Retries.whileAway(record.execute(group), Outage::notForTheValues));
        standings = new Grouper<>(
                "standings to read", READS, Ledger::size, group -> Retries.whileAway(standing.execute(group)));
        suppressions = new Grouper<>(
                "suppressions to read", READS, Ledger::size, group -> Retries.whileAway(suppression.execute(group)));
    }

    /**
     * Saves an outcome: the delivery's state, an event of its history, and a suppression for a hard bounce. A final
     * state never changes, and an outcome that is already recorded has no effect. Waits for PostgreSQL if it is away;
     * completes after the commit.
     */
    public Uni<Void> record(Outcome outcome) {
        return outcomes.add(outcome);
    }

    /** The same for several outcomes as a part of the connection's transaction. No retries. */
    public static Uni<Void> record(SqlConnection connection, List<Outcome> outcomes) {
        return new OutcomeStatement(connection).execute(outcomes).replaceWithVoid();
    }

    /** The states of the batch's deliveries, by ordinal, except new ones. Waits like {@link #record}. */
    public Uni<Map<Integer, Standing>> standings(Batch batch) {
        return standings.add(batch);
    }

    /**
     * The reasons why addresses of the batch must not be mailed, by address; other addresses are absent. Waits like
     * {@link #record}.
     */
    public Uni<Map<String, Suppression>> suppressed(Batch batch) {
        return suppressions.add(batch);
    }

    private static int size(Batch batch) {
        List<Recipient> recipients = batch.recipients();
        return recipients.size();
    }
}
