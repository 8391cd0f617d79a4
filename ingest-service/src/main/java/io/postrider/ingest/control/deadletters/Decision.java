package io.postrider.ingest.control.deadletters;

import io.postrider.ingest.model.Again;
import io.postrider.ingest.model.Carried;
import io.postrider.ingest.web.Problem;
import io.postrider.mail.Batch;
import io.postrider.store.deliveries.Ledger;
import io.postrider.store.deliveries.Outcome;
import io.postrider.store.deliveries.Outcome.Cause;
import io.postrider.store.deliveries.State;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Replays a dead letter or discards it, each in one transaction. Both concern only the recipients that the letter still carries.
 * Finished ones are left alone, and those with a later attempt on record, or requeued since the letter died, travel in another
 * batch.
 */
@Singleton
class Decision {
    private static final String LOCK =
            "select %s, body from dead_letter where id = $1 for update".formatted(Letter.COLUMNS);
    private static final String CARRIED = """
            select d.ordinal, d.attempts from dead_letter l
            join delivery d on d.message_id = l.message_id and d.ordinal = any(l.ordinals)
            where l.id = $1 and %s
            order by d.ordinal for update of d
            """.formatted(Carried.BY_LETTER);
    private static final String REPLAYED = "update dead_letter set replayed_at = $2 where id = $1";
    private static final String DISCARDED = "update dead_letter set discarded_at = $2 where id = $1";

    private final Pool pool;
    private final Again again;
    private final Clock clock;

    Decision(Pool pool, Again again, Clock clock) {
        this.pool = pool;
        this.again = again;
        this.clock = clock;
    }

    /** @param recipients the number of recipients concerned */
    record Made(Letter letter, Instant at, int recipients) {}

    /** They go on in new batches, which begin at the router. */
    Uni<Made> replay(UUID id) {
        return pool.withTransaction(connection -> waiting(connection, id).chain(whole -> {
            Batch batch =
                    Letter.batch(whole.body()).orElseThrow(() -> undecodable().refusal());
            return carried(connection, whole.letter(), batch).chain(carried -> {
                if (carried.recipients().isEmpty()) {
                    throw nothingLeft().refusal();
                }
                Instant now = clock.instant();
                return again.toOutbox(connection, carried, now)
                        .chain(() -> decided(connection, REPLAYED, id, now))
                        .replaceWith(() -> new Made(
                                whole.letter(), now, carried.recipients().size()));
            });
        }));
    }

    /** Cancels the letter's outstanding recipients; a letter that is no batch has none. */
    Uni<Made> discard(UUID id) {
        return pool.withTransaction(connection -> waiting(connection, id).chain(whole -> {
            Instant now = clock.instant();
            Optional<Batch> batch = Letter.batch(whole.body());
            Uni<Integer> cancelled = batch.isEmpty()
                    ? Uni.createFrom().item(0)
                    : carried(connection, whole.letter(), batch.get())
                            .chain(carried -> cancel(connection, carried, now));
            return cancelled.chain(recipients -> decided(connection, DISCARDED, id, now)
                    .replaceWith(() -> new Made(whole.letter(), now, recipients)));
        }));
    }

    private static Uni<Letters.Whole> waiting(SqlConnection connection, UUID id) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                throw unknown().refusal();
            }
            Row row = rows.iterator().next();
            Letter letter = Letter.of(row);
            if (letter.replayedAt() != null || letter.discardedAt() != null) {
                throw decided(letter).refusal();
            }
            return new Letters.Whole(letter, row.getBuffer("body").getBytes());
        });
    }

    private static Uni<Carried> carried(SqlConnection connection, Letter letter, Batch batch) {
        return connection.preparedQuery(CARRIED).execute(Tuple.of(letter.id())).map(rows -> Carried.of(batch, rows));
    }

    private static Uni<Integer> cancel(SqlConnection connection, Carried carried, Instant now) {
        if (carried.recipients().isEmpty()) {
            return Uni.createFrom().item(0);
        }
        Batch batch = carried.batch();
        List<Outcome> outcomes = carried.recipients().stream()
                .map(recipient -> Outcome.of(
                        batch,
                        recipient,
                        State.CANCELLED,
                        attempt(batch.attempt()) - 1,
                        now,
                        Cause.ours("dead letter discarded")))
                .toList();
        return Ledger.record(connection, outcomes).replaceWith(outcomes.size());
    }

    private static Uni<Void> decided(SqlConnection connection, String decision, UUID id, Instant now) {
        return connection
                .preparedQuery(decision)
                .execute(Tuple.of(id, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** As much as the ledger's column holds. */
    private static int attempt(int attempt) {
        return Math.min(attempt, Short.MAX_VALUE);
    }

    static Problem unknown() {
        return Problem.notFound("No dead letter has this id.");
    }

    private static Problem decided(Letter letter) {
        boolean replayed = letter.replayedAt() != null;
        return conflict(
                "decided",
                "It was %s at %s."
                        .formatted(
                                replayed ? "replayed" : "discarded",
                                replayed ? letter.replayedAt() : letter.discardedAt()));
    }

    private static Problem undecodable() {
        return conflict("undecodable", "Its body is no batch, so nobody knows whom it was for. Discard it.");
    }

    private static Problem nothingLeft() {
        return conflict(
                "nothing-to-replay",
                "Of its recipients each is finished, on the way in another batch, or not in the ledger. Discard it.");
    }

    private static Problem conflict(String reason, String detail) {
        return Problem.of(409, reason, "This cannot be done with the dead letter", detail);
    }
}
