package io.postrider.store.limits;

import java.time.Duration;
import java.time.Instant;

/**
 * A batch's request for slots of its limited routes.
 *
 * @param mails number of mails, from 1
 * @param urgent transactional mail does not queue behind the rest, but counts against the same limits
 * @param slot its slot in the queue, or null if it has none
 */
public record Booking(int mails, boolean urgent, Instant slot) {

    /**
     * The answer. Times are relative to now, so that clocks need not agree.
     *
     * @param mails that may go, the first ones; 0 if none yet
     * @param start when the first of them may go: at most {@link Throttle#AHEAD}; meaningless if there are none
     * @param spacing between two of them
     * @param factor the current share of the full rate, the lowest of all limits
     * @param slot of the others, to be presented when they return
     * @param returnAfter how long from now they should return
     */
    public record Grant(
            int mails, Duration start, Duration spacing, double factor, Instant slot, Duration returnAfter) {}
}
