package io.postrider.store.audit;

import io.postrider.store.deliveries.State;
import java.time.Instant;
import java.util.Map;

/**
 * The state in PostgreSQL at one moment, in recipients.
 *
 * @param at the moment, by PostgreSQL's clock
 * @param accepted those of all messages
 * @param deliveries by state, 0 where there is none
 * @param overdue in flight long after their message has expired
 * @param outbox in batches that are not marked as published
 * @param dead in flight, carried by dead letters that wait for a decision
 * @param quiet whether nothing was published in the last seconds
 */
public record Snapshot(
        Instant at, long accepted, Map<State, Long> deliveries, long overdue, long outbox, long dead, boolean quiet) {

    public long ended() {
        return sum(true);
    }

    public long inFlight() {
        return sum(false);
    }

    /** 0 unless a delivery was lost or invented. */
    public long difference() {
        return accepted - ended() - inFlight();
    }

    private long sum(boolean ended) {
        return deliveries.entrySet().stream()
                .filter(entry -> entry.getKey().isFinal() == ended)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
