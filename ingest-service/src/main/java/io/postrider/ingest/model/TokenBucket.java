package io.postrider.ingest.model;

import java.time.Duration;

/** An amount that may be used in a period. What was used comes back evenly over the period. Not thread-safe. */
public final class TokenBucket {
    private final double most;
    private final double perNano;
    private double left;
    private long at;

    /** @param now nanoseconds, like all of its times, by a clock that never goes back */
    public TokenBucket(long most, Duration time, long now) {
        this.most = most;
        this.perNano = (double) most / time.toNanos();
        this.left = most;
        this.at = now;
    }

    public boolean isLeft(long now) {
        left = Math.min(most, left + (now - at) * perNano);
        at = now;
        return left >= 1;
    }

    /** Takes it, also if there is less: then the time until something is left again is longer, but at most twice as long. */
    public void take(long amount, long now) {
        isLeft(now);
        left = Math.max(-most, left - amount);
    }
}
