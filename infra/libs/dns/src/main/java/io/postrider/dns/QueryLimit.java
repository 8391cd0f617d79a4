package io.postrider.dns;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Limits the queries in progress; further ones wait, in order and for a limited time. */
final class QueryLimit {
    private final int most;
    private final int mostWaiting;
    private final long patienceNanos;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int inProgress;

    /** @param patience maximum wait; a query that has waited longer is rejected */
    QueryLimit(int most, int mostWaiting, Duration patience) {
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.patienceNanos = patience.toNanos();
    }

    /** Fails with {@link RejectedExecutionException} if too many queries are waiting or the wait was too long. */
    <T> CompletionStage<T> run(Supplier<CompletionStage<T>> query) {
        CompletableFuture<T> result = new CompletableFuture<>();
        long since = System.nanoTime();
        Runnable whenDue = () -> {
            if (System.nanoTime() - since > patienceNanos) {
                end();
                result.completeExceptionally(new RejectedExecutionException("too many lookups at a time"));
            } else {
                begin(query, result);
            }
        };
        synchronized (this) {
            if (inProgress < most) {
                inProgress++;
            } else if (waiting.size() < mostWaiting) {
                waiting.add(whenDue);
                return result;
            } else {
                return CompletableFuture.failedFuture(new RejectedExecutionException("too many lookups are waiting"));
            }
        }
        begin(query, result);
        return result;
    }

    private <T> void begin(Supplier<CompletionStage<T>> query, CompletableFuture<T> result) {
        query.get().whenComplete((value, failure) -> {
            end();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    private void end() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                inProgress--;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
