package io.postrider.ingest.web.access;

import io.postrider.ingest.model.TokenBucket;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Lines of one kind in a minute; how many were left out is in the next one. An attacker must not fill the disk. */
final class LogLineLimit {
    private final LongSupplier nanos;
    private final TokenBucket allowance;
    private long leftOut;

    LogLineLimit(int inAMinute, LongSupplier nanos) {
        this.nanos = nanos;
        this.allowance = new TokenBucket(inAMinute, Duration.ofMinutes(1), nanos.getAsLong());
    }

    /** How many lines were left out since the last one; -1 if this one is left out, too. */
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
