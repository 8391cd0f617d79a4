package io.postrider.ingest.control.audit;

import io.postrider.queue.QueueDepth;
import io.postrider.store.audit.Snapshot;
import java.time.Duration;
import java.util.Collection;

/**
 * The outcome of an audit.
 *
 * @param queues what the broker's queues held right after the snapshot, or null if it did not report
 * @param unaccounted in flight, yet neither in the outbox, nor dead, nor on the broker; null unless the system is idle, since a
 * batch between two places is in neither for a moment
 * @param took how long it took in PostgreSQL
 */
record AuditResult(Snapshot snapshot, Collection<QueueDepth> queues, Long unaccounted, Duration took) {

    /** @param before what the broker kept right before the snapshot, or null */
    static AuditResult of(
            Snapshot snapshot, Collection<QueueDepth> before, Collection<QueueDepth> after, Duration took) {
        boolean idle = snapshot.quiet() && empty(before) && empty(after);
        return new AuditResult(snapshot, after, idle ? rest(snapshot) : null, took);
    }

    /** Recipients in flight on the broker, or between two places. */
    long broker() {
        // A batch that is published and not yet marked is in the outbox, and may be finished already.
        return Math.max(0, rest(snapshot));
    }

    private static long rest(Snapshot snapshot) {
        return snapshot.inFlight() - snapshot.outbox() - snapshot.dead();
    }

    private static boolean empty(Collection<QueueDepth> queues) {
        return queues != null && queues.stream().allMatch(queue -> queue.messages() == 0);
    }
}
