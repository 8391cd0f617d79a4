package io.postrider.ingest.intake.dispatch;

import io.postrider.store.outbox.Outbox.Lease;
import io.postrider.store.outbox.OutboxBatch;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches that this process has leased, and cannot publish since the broker is away. When it is back their leases are given up, so
 * that they do not wait for the rest of them. Not safe for several threads.
 */
final class LeasedBatches {
    private final int most;
    private final ArrayDeque<Lease> leases = new ArrayDeque<>();

    /** @param most that are remembered; of more the oldest are forgotten, whose leases end first */
    LeasedBatches(int most) {
        this.most = most;
    }

    void add(OutboxBatch batch) {
        if (leases.size() >= most) {
            leases.poll();
        }
        leases.add(new Lease(batch.id(), batch.dueAt()));
    }

    boolean isEmpty() {
        return leases.isEmpty();
    }

    /** Those whose lease goes on at this time; then it remembers none. */
    List<Lease> takeAll(Instant now) {
        List<Lease> all = new ArrayList<>(leases);
        leases.clear();
        all.removeIf(lease -> !lease.dueAt().isAfter(now));
        return all;
    }
}
