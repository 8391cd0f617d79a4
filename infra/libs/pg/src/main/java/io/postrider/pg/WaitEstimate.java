package io.postrider.pg;

import java.util.ArrayList;
import java.util.List;

/**
 * Estimates the wait of queued requests from the duration of groups. The length of the queue alone is not enough: a
 * healthy PostgreSQL serves it immediately, a slow one takes minutes. Guarded by its owner's lock.
 */
final class WaitEstimate {
    /** The newest group's weight in the average: a change shows within a few groups. */
    private static final double NEWEST = 0.3;

    private final double groupWeight;
    private final int mostUnderWay;
    private final List<Long> begun = new ArrayList<>();
    private double groupNanos;
    private long last;
    private boolean none = true;

    WaitEstimate(int groupWeight, int mostUnderWay) {
        this.groupWeight = groupWeight;
        this.mostUnderWay = mostUnderWay;
    }

    void begin(long now) {
        begun.add(now);
        last = now;
        none = false;
    }

    /** @param weight of the group; one above the maximum of a group counts as several */
    void end(long since, int weight, long now) {
        begun.remove(since);
        double took = (now - since) / Math.max(1, weight / groupWeight);
        groupNanos += NEWEST * (took - groupNanos);
    }

    /** Nanoseconds since the last group started. */
    long sinceLast(long now) {
        return none ? Long.MAX_VALUE : now - last;
    }

    int underWay() {
        return begun.size();
    }

    /** Nanoseconds until the waiting requests are served, without the remaining time of the groups in progress. */
    double wait(int waiting) {
        return waiting / groupWeight * groupNanos / mostUnderWay;
    }

    /** Age in nanoseconds of the oldest group in progress. */
    long oldest(long now) {
        return begun.isEmpty() ? 0 : now - begun.get(0);
    }
}
