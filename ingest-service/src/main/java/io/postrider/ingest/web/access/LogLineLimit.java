package io.postrider.ingest.web.access;

import io.postrider.ingest.model.TokenBucket;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits the lines of one kind per minute, so that an attacker cannot fill the disk; the next line states how many were
 * omitted.
 */
final class LogLineLimit {
    private final LongSupplier nanos;
    private final TokenBucket allowance;
    private long leftOut;

    LogLineLimit(int inAMinute, LongSupplier nanos) {
        this.nanos = nanos;
        this.allowance = new TokenBucket(inAMinute, Duration.ofMinutes(1), nanos.getAsLong());
    }

    /** The number of lines omitted since the last one, or -1 if this one is omitted as well. */
    synchronized long mayWrite() {
        long now = nanos.getAsLong();
        if (!allowance.isLeft(now)) {
            leftOut++;
            return -1;
        }
        allowance.take(1, now);
        long more = leftOut;
        leftOut = 0;
        return more;
    }
}
