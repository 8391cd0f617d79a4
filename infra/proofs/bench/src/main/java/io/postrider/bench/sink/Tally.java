package io.postrider.bench.sink;

import io.postrider.bench.process.BenchException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The number of mails, and the arrival time of the last one. */
final class Tally {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition counted = lock.newCondition();
    private long total;
    private long countedAt;

    long total() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }

    /** As many as this, unless it knows of more. */
    void reached(long now, long count) {
        lock.lock();
        try {
            if (count > total) {
                total = count;
                countedAt = now;
                counted.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void one(long now) {
        lock.lock();
        try {
            total++;
            countedAt = now;
            counted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link Sink#await}.
     *
     * @param lives fails when the counting process has ended
     */
    long await(long goal, Duration patience, Runnable lives) {
        lock.lock();
        try {
            long progressAt = System.nanoTime();
            long seen = total;
            while (total < goal) {
                lives.run();
                if (total > seen) {
                    seen = total;
                    progressAt = System.nanoTime();
                } else if (System.nanoTime() - progressAt > patience.toNanos()) {
                    throw new BenchException(
                            "the sink still lacks %d mails, and none arrived for %s".formatted(goal - total, patience));
                }
                // Wakes now and then to see whether the sink still lives.
                counted.awaitNanos(LOOK_AGAIN.toNanos());
            }
            return countedAt;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }
}
