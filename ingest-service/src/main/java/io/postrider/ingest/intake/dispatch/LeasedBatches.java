package io.postrider.ingest.intake.dispatch;

import io.postrider.store.outbox.Outbox.Lease;
import io.postrider.store.outbox.OutboxBatch;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches that this process has leased but cannot publish while the broker is away. When it is back their leases are
 * released, so that the batches need not wait for the leases to expire. Not thread-safe.
 */
final class LeasedBatches {
    private final int most;
    private final ArrayDeque<Lease> leases = new ArrayDeque<>();

    /** @param most maximum remembered; beyond it the oldest are forgotten, whose leases expire first */
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

    /** Returns those whose lease is still valid at this time, and forgets all. */
    List<Lease> takeAll(Instant now) {
        List<Lease> all = new ArrayList<>(leases);
        leases.clear();
        all.removeIf(lease -> !lease.dueAt().isAfter(now));
        return all;
    }
}
