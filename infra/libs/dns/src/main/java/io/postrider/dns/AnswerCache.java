package io.postrider.dns;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Caches the most recently used answers for their TTL. Concurrent lookups of one name share a single query. */
final class AnswerCache<V> {
    /** An answer and how long it holds. */
    record Timed<V>(V answer, Duration keep) {}

    private static final class Answer<V> {
        private final CompletableFuture<V> answer = new CompletableFuture<>();
        private volatile boolean answered;
        private volatile long until;
    }

    private final Map<String, Answer<V>> entries;
    private final LongSupplier nanoTime;

    /**
     * @param most answers
     * @param nanoTime as {@link System#nanoTime}
     */
    AnswerCache(int most, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Answer<V>> eldest) {
                return size() > most;
            }
        };
    }

    /** @param ask called, outside of any lock, if there is no answer yet and nobody asks */
    CompletionStage<V> get(String name, Function<String, CompletionStage<Timed<V>>> ask) {
        Answer<V> entry;
        synchronized (entries) {
            Answer<V> known = entries.get(name);
            if (known != null && !(known.answered && nanoTime.getAsLong() - known.until >= 0)) {
                return known.answer.minimalCompletionStage();
            }
            entry = new Answer<>();
            entries.put(name, entry);
        }
        ask.apply(name).whenComplete((timed, bug) -> take(entry, timed, bug));
        return entry.answer.minimalCompletionStage();
    }

    int size() {
        synchronized (entries) {
            return entries.size();
        }
    }

    private void take(Answer<V> entry, Timed<V> timed, Throwable bug) {
        entry.until = nanoTime.getAsLong() + (bug == null ? timed.keep().toNanos() : 0);
        entry.answered = true;
        if (bug == null) {
            entry.answer.complete(timed.answer());
        } else {
            entry.answer.completeExceptionally(bug);
        }
    }
}
