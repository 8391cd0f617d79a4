package io.postrider.ingest.control.audit;

import io.postrider.queue.BrokerConnection;
import io.postrider.queue.QueueDepth;
import io.postrider.store.audit.SnapshotQuery;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Runs one audit at a time; calls that arrive meanwhile, or shortly after, get the same answer. */
@Singleton
class Audit {
    private static final Logger LOG = Logger.getLogger(Audit.class);

    private final SnapshotQuery query;
    private final BrokerConnection broker;
    private final Clock clock;
    private final Duration answerKept;
    private final Duration timeout;
    private CompletableFuture<AuditResult> latest;
    private long endedAt;

    Audit(SnapshotQuery query, BrokerConnection broker, Clock clock, AuditSettings settings) {
        this.clock = clock;
        this.query = query;
        this.broker = broker;
        this.answerKept = settings.answerKept();
        this.timeout = settings.timeout();
    }

    /** Stores the sums of weeks that are over, as the last audit has found them. */
    Uni<List<LocalDate>> close() {
        return query.close(clock.instant());
    }

    Uni<AuditResult> balance() {
        return Uni.createFrom().completionStage(this::current);
    }

    private synchronized CompletableFuture<AuditResult> current() {
        boolean usable = latest != null
                && (!latest.isDone()
                        || !latest.isCompletedExceptionally() && System.nanoTime() - endedAt < answerKept.toNanos());
        if (!usable) {
            latest = run().onTermination().invoke(this::ended).subscribeAsCompletionStage();
        }
        // A copy, since a caller that cancels must not cancel the audit for the others.
        return latest.copy();
    }

    private synchronized void ended() {
        endedAt = System.nanoTime();
    }

    private Uni<AuditResult> run() {
        return queues().chain(before -> {
            long begun = System.nanoTime();
            return query.execute(timeout).chain(snapshot -> {
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                return queues().map(after -> AuditResult.of(snapshot, before.orElse(null), after.orElse(null), took));
            });
        });
    }

    /** Empty if the broker is away or does not report them. */
    private Uni<Optional<Collection<QueueDepth>>> queues() {
        return broker.depths().map(Optional::of).onFailure().recoverWithItem(failure -> {
            LOG.debugf("the broker does not report its queues: %s", failure.getMessage());
            return Optional.empty();
        });
    }
}
