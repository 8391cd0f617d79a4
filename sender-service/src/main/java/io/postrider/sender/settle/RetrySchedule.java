package io.postrider.sender.settle;

import io.postrider.contract.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When to try again: growing waits with jitter, so that what was refused together does not come back together.
 *
 * @param delays before the second, third, … attempt; the last one is doubled from there on
 * @param transactionalDelay before the second attempt of transactional mail, doubled until it meets {@code delays}
 * @param longest no wait is longer
 */
record RetrySchedule(List<Duration> delays, Duration transactionalDelay, Duration longest) {
    private static final double JITTER = 0.1;
    private static final int MOST_DOUBLINGS = 30;

    /**
     * @param attempt the attempt that was refused, from 1
     * @param random from 0 (a tenth earlier) to 1 (a tenth later)
     * @return not after {@code expiresAt}: there the router expires it
     */
    Instant next(Lane lane, int attempt, Instant now, Instant expiresAt, double random) {
        Duration delay = delay(lane, attempt);
        long jittered = (long) (delay.toMillis() * (1 + JITTER * (2 * random - 1)));
        Instant next = now.plusMillis(jittered);
        return next.isAfter(expiresAt) ? expiresAt : next;
    }

    Duration delay(Lane lane, int attempt) {
        Duration delay = attempt <= delays.size()
                ? delays.get(attempt - 1)
                : doubled(delays.get(delays.size() - 1), attempt - delays.size());
        if (lane == Lane.TRANSACTIONAL) {
            delay = shorter(delay, doubled(transactionalDelay, attempt - 1));
        }
        return shorter(delay, longest);
    }

    private static Duration doubled(Duration delay, int times) {
        return delay.multipliedBy(1L << Math.min(times, MOST_DOUBLINGS));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
