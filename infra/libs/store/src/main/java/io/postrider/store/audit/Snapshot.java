package io.postrider.store.audit;

import io.postrider.store.deliveries.State;
import java.time.Instant;
import java.util.Map;

/**
 * The state of PostgreSQL at one moment, counted in recipients.
 *
 * @param at the moment, by PostgreSQL's clock
 * @param accepted recipients of all messages
 * @param deliveries by state, 0 if there is none
 * @param overdue in flight long after their message has expired
 * @param outbox in batches not marked as published
 * @param dead in flight, in dead letters waiting for a decision
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

    /** 0 unless deliveries are missing or surplus. */
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
