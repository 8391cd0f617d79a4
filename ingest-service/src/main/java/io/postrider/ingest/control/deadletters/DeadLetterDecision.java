package io.postrider.ingest.control.deadletters;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.postrider.ingest.model.RecipientsToRequeue;
import io.postrider.ingest.web.Problem;
import io.postrider.mail.Batch;
import io.postrider.store.deliveries.Ledger;
import io.postrider.store.deliveries.Outcome;
import io.postrider.store.deliveries.Outcome.Cause;
import io.postrider.store.deliveries.State;
import io.postrider.store.outbox.DeadLetters;
import io.postrider.store.outbox.Requeue;
import io.postrider.store.outbox.StoredDeadLetter;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Replays or discards a dead letter, each in one transaction. Both concern only the recipients in its charge: finished
 * recipients are left unchanged, and recipients with a later attempt on record, or requeued since the batch died, are
 * in another batch.
 */
@Singleton
class DeadLetterDecision {
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
    private final Pool pool;
    private final Clock clock;

    DeadLetterDecision(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** @param recipients the number of recipients concerned */
    record Made(StoredDeadLetter deadLetter, Instant at, int recipients) {}

    /** Requeues the recipients in new batches, which start at the router. */
    Uni<Made> replay(UUID id) {
        return pool.withTransaction(connection -> waiting(connection, id).chain(whole -> {
            Batch batch = whole.batch().orElseThrow(() -> undecodable().refusal());
            return carried(connection, whole.deadLetter(), batch).chain(carried -> {
                if (carried.recipients().isEmpty()) {
                    throw nothingLeft().refusal();
                }
                Instant now = clock.instant();
                return Requeue.toOutbox(connection, carried.nextBatches(ids::generate), now)
                        .chain(() -> DeadLetters.markReplayed(connection, id, now))
                        .replaceWith(() -> new Made(
                                whole.deadLetter(), now, carried.recipients().size()));
            });
        }));
    }

    /** Cancels the dead letter's outstanding recipients; if it is not a batch, it has none. */
    Uni<Made> discard(UUID id) {
        return pool.withTransaction(connection -> waiting(connection, id).chain(whole -> {
            Instant now = clock.instant();
            Optional<Batch> batch = whole.batch();
            Uni<Integer> cancelled = batch.isEmpty()
                    ? Uni.createFrom().item(0)
                    : carried(connection, whole.deadLetter(), batch.get())
                            .chain(carried -> cancel(connection, carried, now));
            return cancelled.chain(recipients -> DeadLetters.markDiscarded(connection, id, now)
                    .replaceWith(() -> new Made(whole.deadLetter(), now, recipients)));
        }));
    }

    private static Uni<StoredDeadLetter.Whole> waiting(SqlConnection connection, UUID id) {
        return DeadLetters.lock(connection, id).map(found -> {
            StoredDeadLetter.Whole whole = found.orElseThrow(() -> unknown().refusal());
            if (!whole.deadLetter().waiting()) {
                throw decided(whole.deadLetter()).refusal();
            }
            return whole;
        });
    }

    private static Uni<RecipientsToRequeue> carried(
            SqlConnection connection, StoredDeadLetter deadLetter, Batch batch) {
        return DeadLetters.outstanding(connection, deadLetter.id())
                .map(outstanding -> RecipientsToRequeue.of(batch, outstanding));
    }

    private static Uni<Integer> cancel(SqlConnection connection, RecipientsToRequeue carried, Instant now) {
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

    /** The length of the ledger's column. */
    private static int attempt(int attempt) {
        return Math.min(attempt, Short.MAX_VALUE);
    }

    static Problem unknown() {
        return Problem.notFound("No dead letter has this id.");
    }

    private static Problem decided(StoredDeadLetter deadLetter) {
        boolean replayed = deadLetter.replayedAt() != null;
        return conflict(
                "decided",
                "The dead letter was already replayed or discarded",
                "It was %s at %s. List dead letters with state=waiting."
                        .formatted(
                                replayed ? "replayed" : "discarded",
                                replayed ? deadLetter.replayedAt() : deadLetter.discardedAt()));
    }

    private static Problem undecodable() {
        return conflict(
                "undecodable",
                "The dead letter cannot be replayed",
                "It cannot be decoded, so its recipients are unknown. Discard it.");
    }

    private static Problem nothingLeft() {
        return conflict(
                "nothing-to-replay",
                "The dead letter has no recipient to send to",
                "Each is finished, in flight in another batch, or not in the ledger. Discard it.");
    }

    private static Problem conflict(String reason, String title, String detail) {
        return Problem.of(409, reason, title, detail);
    }
}
