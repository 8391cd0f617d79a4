package io.postrider.ingest.web.access;

import io.postrider.ingest.model.Allowance;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Lines of one kind in a minute; how many were left out is in the next one. An attacker must not fill the disk. */
final class BoundedLines {
    private final LongSupplier nanos;
    private final Allowance allowance;
    private long leftOut;

    BoundedLines(int inAMinute, LongSupplier nanos) {
        this.nanos = nanos;
        this.allowance = new Allowance(inAMinute, Duration.ofMinutes(1), nanos.getAsLong());
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
