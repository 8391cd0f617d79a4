package io.postrider.ingest.model;

import java.time.Duration;

/** An amount that may be used per period; it is refilled evenly over the period. Not thread-safe. */
public final class TokenBucket {
    private final double most;
    private final double perNano;
    private double left;
    private long at;

    /** @param now nanoseconds of a monotonic clock, like all times of this class */
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

    /**
     * Takes the amount even if less is left; then it takes longer until some is left again, but at most twice as long.
     */
    public void take(long amount, long now) {
        isLeft(now);
        left = Math.max(-most, left - amount);
    }
}
