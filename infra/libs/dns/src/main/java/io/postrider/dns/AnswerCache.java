package io.postrider.dns;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Caches answers for their TTL; above the maximum, the least used ones are evicted. Concurrent lookups of one name
 * share a single query.
 */
final class AnswerCache<V> {
    /** An answer and its expiry. */
    record Timed<V>(V answer, Duration keep) {}

    private final AsyncCache<String, Timed<V>> answers;

    /**
     * @param most answers
     * @param nanoTime as {@link System#nanoTime}
     */
    AnswerCache(int most, LongSupplier nanoTime) {
        answers = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(Expiry.<String, Timed<V>>creating((name, timed) -> timed.keep()))
                .ticker(nanoTime::getAsLong)
                // Evictions are few and short, and there is no other pool to run them in.
                .executor(Runnable::run)
                .buildAsync();
    }

    /** @param ask called if there is neither an answer nor a query in progress; failures are not cached */
    CompletionStage<V> get(String name, Function<String, CompletionStage<Timed<V>>> ask) {
        CompletableFuture<Timed<V>> asking = new CompletableFuture<>();
        // AsyncCache.get is not used because it calls the function under a lock of the map, and a query may immediately
        // complete others.
        CompletableFuture<Timed<V>> known = answers.asMap().putIfAbsent(name, asking);
        if (known != null) {
            return known.thenApply(Timed::answer);
        }
        ask.apply(name).whenComplete((timed, failure) -> {
            if (failure == null) {
                asking.complete(timed);
            } else {
                asking.completeExceptionally(failure);
            }
        });
        return asking.thenApply(Timed::answer);
    }

    long size() {
        answers.synchronous().cleanUp();
        return answers.synchronous().estimatedSize();
    }
}
