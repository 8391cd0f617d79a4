package io.postrider.ingest.dead;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.postrider.contract.Batch;
import io.postrider.contract.BatchCodec;
import io.postrider.contract.Limits;
import io.postrider.contract.MessageHead;
import io.postrider.contract.Recipient;
import io.postrider.ingest.Problem;
import io.postrider.ledger.Ledger;
import io.postrider.ledger.Outcome;
import io.postrider.ledger.Outcome.Cause;
import io.postrider.ledger.State;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Replays a dead letter or discards it, each in one transaction. Both are about the recipients that the letter still carries:
 * those that are finished are done with, and those of whom a later attempt is on record travel in another batch.
 */
@Singleton
class Decision {
    private static final String LOCK =
            "select %s, body from dead_letter where id = $1 for update".formatted(Letter.COLUMNS);
    private static final String CARRIED = """
            select ordinal, attempts from delivery
            where message_id = $1 and ordinal = any($2::int[]) and state < 10 and attempts <= $3
            """;
    private static final String TO_OUTBOX = """
            insert into outbox_batch (id, message_id, lane, priority, recipients, due_at, body)
            values ($1, $2, $3, $4, $5, $6, $7)
            """;
    private static final String REPLAYED = "update dead_letter set replayed_at = $2 where id = $1";
    private static final String DISCARDED = "update dead_letter set discarded_at = $2 where id = $1";

    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
    private final Pool pool;
    private final Clock clock;

    Decision(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** @param recipients whom it was about */
    record Made(Letter letter, Instant at, int recipients) {}

    /** The recipients of a batch that it still carries, by the attempt that is on record, from 0. */
    private record Carried(Batch batch, Map<Integer, List<Recipient>> byAttempts) {
        int recipients() {
            return byAttempts.values().stream().mapToInt(List::size).sum();
        }
    }

    /** Puts new batches into the outbox, with ids that the broker has not seen; they begin at the router. */
    Uni<Made> replay(UUID id) {
        return pool.withTransaction(connection -> waiting(connection, id).chain(whole -> {
            Batch batch =
                    Letter.batch(whole.body()).orElseThrow(() -> undecodable().refusal());
            return carried(connection, batch).chain(carried -> {
                if (carried.recipients() == 0) {
                    throw nothingLeft().refusal();
                }
                Instant now = clock.instant();
                return toOutbox(connection, carried, now)
                        .chain(() -> decided(connection, REPLAYED, id, now))
                        .replaceWith(() -> new Made(whole.letter(), now, carried.recipients()));
            });
        }));
    }

    /** Ends those whom it carried as cancelled; what is no batch carried nobody. */
    Uni<Made> discard(UUID id) {
        return pool.withTransaction(connection -> waiting(connection, id).chain(whole -> {
            Instant now = clock.instant();
            Optional<Batch> batch = Letter.batch(whole.body());
            Uni<Integer> cancelled = batch.isEmpty()
                    ? Uni.createFrom().item(0)
                    : carried(connection, batch.get()).chain(carried -> cancel(connection, carried, now));
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

    private static Uni<Carried> carried(SqlConnection connection, Batch batch) {
        Map<Integer, Recipient> recipients = new HashMap<>();
        batch.recipients().forEach(recipient -> recipients.put(recipient.ordinal(), recipient));
        Tuple tuple = Tuple.of(
                batch.message().id(), recipients.keySet().toArray(Integer[]::new), (short) attempt(batch.attempt()));
        return connection.preparedQuery(CARRIED).execute(tuple).map(rows -> {
            Map<Integer, List<Recipient>> byAttempts = new TreeMap<>();
            for (Row row : rows) {
                byAttempts
                        .computeIfAbsent((int) row.getShort(1), absent -> new ArrayList<>())
                        .add(recipients.get(row.getInteger(0)));
            }
            return new Carried(batch, byAttempts);
        });
    }

    /** Whoever was refused in the letter's attempt, and not sent back, goes on with the next one. */
    private Uni<Void> toOutbox(SqlConnection connection, Carried carried, Instant now) {
        Batch dead = carried.batch();
        Map<Integer, List<Recipient>> byNext = new TreeMap<>();
        carried.byAttempts()
                .forEach((attempts, recipients) -> byNext.computeIfAbsent(
                                Math.max(dead.attempt(), attempts + 1), absent -> new ArrayList<>())
                        .addAll(recipients));
        List<Tuple> rows = new ArrayList<>();
        byNext.forEach((next, recipients) -> rows.add(
                row(new Batch(ids.generate(), dead.message(), attempt(next), null, List.of(), null, recipients), now)));
        return connection.preparedQuery(TO_OUTBOX).executeBatch(rows).replaceWithVoid();
    }

    private static Tuple row(Batch batch, Instant now) {
        MessageHead head = batch.message();
        int priority = Math.max(0, Math.min(Limits.HIGHEST_PRIORITY, head.priority()));
        return Tuple.tuple()
                .addValue(batch.id())
                .addValue(head.id())
                .addValue((short) head.lane().ordinal())
                .addValue((short) priority)
                .addValue(batch.recipients().size())
                .addValue(now.atOffset(ZoneOffset.UTC))
                .addValue(Buffer.buffer(BatchCodec.encode(batch)));
    }

    private static Uni<Integer> cancel(SqlConnection connection, Carried carried, Instant now) {
        if (carried.recipients() == 0) {
            return Uni.createFrom().item(0);
        }
        Batch batch = carried.batch();
        List<Outcome> outcomes = carried.byAttempts().values().stream()
                .flatMap(List::stream)
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
                "Of its recipients each is finished, on the way in a later attempt, or not in the ledger. Discard it.");
    }

    private static Problem conflict(String reason, String detail) {
        return Problem.of(409, reason, "This cannot be done with the dead letter", detail);
    }
}
