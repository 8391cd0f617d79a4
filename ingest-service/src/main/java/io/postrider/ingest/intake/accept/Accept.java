package io.postrider.ingest.intake.accept;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.postrider.ingest.model.DispatchSettings;
import io.postrider.ingest.model.IdempotencyKey;
import io.postrider.ingest.model.Submission;
import io.postrider.ingest.web.DatabaseWork;
import io.postrider.ingest.web.Problem;
import io.postrider.pg.Grouper;
import io.postrider.store.messages.NewMessage;
import io.postrider.store.messages.NewMessages;
import io.postrider.store.outbox.OutboxBatch;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The second step: a request waits for the next transaction and shares it with all requests waiting by then. */
@Singleton
public class Accept {
    private static final String DEADLOCK = "40P01";

    /**
     * Requests of this weight or more are a separate kind, whatever their lane, since one may fill a whole transaction.
     */
    private static final int HEAVY = 100;

    private static final int DEADLOCK_RETRIES = 3;

    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
    private final Pool pool;
    private final AcceptMeters meters;
    private final IdempotencyClaim keyClaim;
    private final Duration lease;
    private final Grouper<PendingSubmission, Accepted> transactional;
    private final Grouper<PendingSubmission, Accepted> others;
    private final Grouper<PendingSubmission, Accepted> heavy;

    public Accept(Pool pool, AcceptMeters meters, AcceptSettings settings, DispatchSettings dispatch) {
        this.pool = pool;
        this.meters = meters;
        this.keyClaim = new IdempotencyClaim(settings.keysKept());
        this.lease = dispatch.lease();
        this.transactional = groups("transactional requests to accept", settings);
        this.others = groups("other requests to accept", settings);
        this.heavy = groups("heavy requests to accept", settings);
        meters.acceptWaiting(() -> transactional.waiting() + others.waiting() + heavy.waiting());
    }

    private Grouper<PendingSubmission, Accepted> groups(String what, AcceptSettings settings) {
        // One transaction at a time makes the largest groups: with 32 connections it costs PostgreSQL half the work per
        // request of two transactions at a time.
        Grouper.Bounds bounds = new Grouper.Bounds(
                settings.groupWeight(), settings.groupsUnderWay(), settings.waitingWeight(), settings.longestWait());
        Duration timeout = settings.timeout();
        return new Grouper<>(
                what,
                bounds,
                PendingSubmission::weight,
                PendingSubmission::client,
                group -> write(group, System.nanoTime() + timeout.toNanos())
                        // Keys and contents are locked in order, but a group with keys and one without may still
                        // deadlock.
                        .onFailure(Accept::deadlocked)
                        .retry()
                        .atMost(DEADLOCK_RETRIES)
                        .ifNoItem()
                        .after(timeout)
                        .fail());
    }

    /** Completes after the commit; fails with a {@link Problem.Refusal} if nothing was written, or that is unknown. */
    public Uni<Accepted> accept(Submission submission) {
        if (submission.messages().isEmpty()) {
            return Uni.createFrom().item(new Accepted(submission.answer(), List.of(), false));
        }
        PendingSubmission entry = PendingSubmission.of(submission, ids, lease);
        return kind(entry)
                .add(entry)
                .onItem()
                .ifNull()
                .failWith(() -> IdempotencyClaim.keyReused().refusal())
                .onFailure()
                .transform(DatabaseWork::refusal);
    }

    private Grouper<PendingSubmission, Accepted> kind(PendingSubmission entry) {
        if (entry.weight() >= HEAVY) {
            return heavy;
        }
        return entry.transactional() ? transactional : others;
    }

    private Uni<List<Accepted>> write(List<PendingSubmission> group, long deadline) {
        meters.acceptGroup(group.size());
        Map<IdempotencyKey, PendingSubmission> firstOfKey = new LinkedHashMap<>();
        for (PendingSubmission entry : group) {
            if (entry.key() != null) {
                firstOfKey.putIfAbsent(entry.key(), entry);
            }
        }
        if (firstOfKey.isEmpty()) {
            return pool.withConnection(connection -> inTime(deadline).chain(() -> insert(connection, group)))
                    .map(done -> group.stream().map(PendingSubmission::accepted).toList());
        }
        return pool.withTransaction(connection -> inTime(deadline)
                .chain(() -> keyClaim.execute(connection, firstOfKey.values()))
                .chain(standings -> insert(connection, fresh(group, firstOfKey, standings))
                        .map(done -> answers(group, firstOfKey, standings))));
    }

    /**
     * A connection may become available only after the group was answered 503; then nothing may be written any more.
     */
    private static Uni<Void> inTime(long deadline) {
        return System.nanoTime() - deadline < 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(new TimeoutException());
    }

    private static boolean deadlocked(Throwable failure) {
        return failure instanceof PgException refused && DEADLOCK.equals(refused.getSqlState());
    }

    private static Uni<Void> insert(SqlClient client, List<PendingSubmission> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<NewMessage> messages = new ArrayList<>(entries.size());
        List<OutboxBatch> batches = new ArrayList<>(entries.size());
        for (PendingSubmission entry : entries) {
            messages.addAll(entry.submission().messages());
            batches.addAll(entry.batches());
        }
        return NewMessages.insert(client, messages, batches);
    }

    private static List<PendingSubmission> fresh(
            List<PendingSubmission> group,
            Map<IdempotencyKey, PendingSubmission> firstOfKey,
            Map<IdempotencyKey, IdempotencyClaim.Standing> standings) {
        return group.stream()
                .filter(entry -> entry.key() == null
                        || firstOfKey.get(entry.key()) == entry
                                && standings.get(entry.key()).fresh(entry))
                .toList();
    }

    /** In the order of the group; null for a key already used with another body. */
    private static List<Accepted> answers(
            List<PendingSubmission> group,
            Map<IdempotencyKey, PendingSubmission> firstOfKey,
            Map<IdempotencyKey, IdempotencyClaim.Standing> standings) {
        List<Accepted> answers = new ArrayList<>(group.size());
        for (PendingSubmission entry : group) {
            if (entry.key() == null) {
                answers.add(entry.accepted());
                continue;
            }
            IdempotencyKey key = entry.key();
            IdempotencyClaim.Standing standing = standings.get(key);
            if (firstOfKey.get(key) == entry && standing.fresh(entry)) {
                answers.add(entry.accepted());
            } else {
                answers.add(standing.sameBody(entry) ? new Accepted(standing.answer(), List.of(), true) : null);
            }
        }
        return answers;
    }
}
