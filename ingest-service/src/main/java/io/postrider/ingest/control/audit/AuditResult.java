package io.postrider.ingest.control.audit;

import io.postrider.queue.QueueDepth;
import io.postrider.store.audit.Snapshot;
import java.time.Duration;
import java.util.Collection;

/**
 * The outcome of an audit.
 *
 * @param queues depths of the broker's queues right after the snapshot, or null if the broker did not report them
 * @param unaccounted recipients in flight that are neither in the outbox, nor in a dead letter, nor on the broker; null
 *     unless the system is idle, since a batch on its way between two places is briefly in neither
 * @param took duration of the audit in PostgreSQL
 */
record AuditResult(Snapshot snapshot, Collection<QueueDepth> queues, Long unaccounted, Duration took) {

    /** @param before depths of the queues right before the snapshot, or null */
    static AuditResult of(
            Snapshot snapshot, Collection<QueueDepth> before, Collection<QueueDepth> after, Duration took) {
        boolean idle = snapshot.quiet() && empty(before) && empty(after);
        return new AuditResult(snapshot, after, idle ? rest(snapshot) : null, took);
    }

    /** Recipients in flight on the broker, or between two places. */
    long broker() {
        // A batch that is published but not yet marked still counts as in the outbox, and may already be finished.
        return Math.max(0, rest(snapshot));
    }

    private static long rest(Snapshot snapshot) {
        return snapshot.inFlight() - snapshot.outbox() - snapshot.dead();
    }

    private static boolean empty(Collection<QueueDepth> queues) {
        return queues != null && queues.stream().allMatch(queue -> queue.messages() == 0);
    }
}
