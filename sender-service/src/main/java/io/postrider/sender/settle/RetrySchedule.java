package io.postrider.sender.settle;

import io.postrider.mail.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When to retry: growing delays with jitter, so that mails refused together are not retried together.
 *
 * @param delays before the second, third, … attempt; the last one is doubled from then on
 * @param transactionalDelay before the second attempt of transactional mail, doubled until it reaches {@code delays}
 * @param longest maximum delay
 * @param away minimum and maximum delay of mail for which no route was available
 */
record RetrySchedule(List<Duration> delays, Duration transactionalDelay, Duration longest, Away away) {
    record Away(Duration shortest, Duration longest) {}

    private static final double JITTER = 0.1;
    private static final int MOST_DOUBLINGS = 30;

    /**
     * @param attempt the attempt that was refused, from 1
     * @param random from 0 (a tenth earlier) to 1 (a tenth later)
     * @return not after {@code expiresAt}: there the router expires it
     */
    Instant next(Lane lane, int attempt, Instant now, Instant expiresAt, double random) {
        return in(delay(lane, attempt), now, expiresAt, random);
    }

    /**
     * When to look for an available route again: after half the time for which there has been none, so that a short
     * outage costs little time and a long one little work.
     *
     * @param closed how long no route has been available
     */
    Instant again(Duration closed, Instant now, Instant expiresAt, double random) {
        Duration delay = shorter(longer(closed.dividedBy(2), away.shortest()), away.longest());
        return in(delay, now, expiresAt, random);
    }

    private static Instant in(Duration delay, Instant now, Instant expiresAt, double random) {
        long jittered = (long) (delay.toMillis() * (1 + JITTER * (2 * random - 1)));
        return earlier(now.plusMillis(jittered), expiresAt);
    }

    /** A waiting message returns at its expiry at the latest, and expires. */
    static Instant earlier(Instant time, Instant expiresAt) {
        return time.isAfter(expiresAt) ? expiresAt : time;
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

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
