package io.postrider.dns;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Admits a limited number of callers at a time; the others queue for a limited time. */
final class Turnstile {
    private final int most;
    private final int mostWaiting;
    private final long patienceNanos;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int inside;

    /** @param patience maximum wait; a caller that waited longer is rejected */
    Turnstile(int most, int mostWaiting, Duration patience) {
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.patienceNanos = patience.toNanos();
    }

    /** Fails with {@link RejectedExecutionException} if too many wait, or it took too long. */
    <T> CompletionStage<T> pass(Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        long since = System.nanoTime();
        Runnable turn = () -> {
            if (System.nanoTime() - since > patienceNanos) {
                leave();
                result.completeExceptionally(new RejectedExecutionException("too many lookups at a time"));
            } else {
                begin(work, result);
            }
        };
        synchronized (this) {
            if (inside < most) {
                inside++;
            } else if (waiting.size() < mostWaiting) {
                waiting.add(turn);
                return result;
            } else {
                return CompletableFuture.failedFuture(new RejectedExecutionException("too many lookups wait"));
            }
        }
        begin(work, result);
        return result;
    }

    private <T> void begin(Supplier<CompletionStage<T>> work, CompletableFuture<T> result) {
        work.get().whenComplete((value, failure) -> {
            leave();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    private void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                inside--;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
