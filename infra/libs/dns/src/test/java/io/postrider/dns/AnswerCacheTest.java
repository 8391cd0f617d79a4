package io.postrider.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.postrider.dns.AnswerCache.Timed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
    private long now = Long.MAX_VALUE - 5;
    private final AnswerCache<String> cache = new AnswerCache<>(100, () -> now);
    private final List<String> asked = new ArrayList<>();

    private CompletionStage<Timed<String>> ask(String name) {
        asked.add(name);
        return CompletableFuture.completedFuture(new Timed<>(name + asked.size(), Duration.ofSeconds(30)));
    }

    private String get(String name) {
        return cache.get(name, this::ask).toCompletableFuture().join();
    }

    @Test
    void answerHoldsForItsTimeAndNoLonger() {
        assertEquals("a1", get("a"));
        now += Duration.ofSeconds(29).toNanos();
        assertEquals("a1", get("a"));
        now += Duration.ofSeconds(1).toNanos();
        assertEquals("a2", get("a"));
    }

    @Test
    void leastUsedAreEvicted() {
        for (int i = 0; i < 1_000; i++) {
            get("n" + i);
            get("often");
        }
        assertEquals(100, cache.size());
        assertEquals(1, asked.stream().filter("often"::equals).count());
    }

    @Test
    void queryInProgressIsShared() {
        CompletableFuture<Timed<String>> open = new CompletableFuture<>();
        CompletionStage<String> first = cache.get("a", name -> open);
        CompletionStage<String> second = cache.get("a", this::ask);
        assertFalse(second.toCompletableFuture().isDone());
        open.complete(new Timed<>("shared", Duration.ofSeconds(1)));
        assertEquals("shared", first.toCompletableFuture().join());
        assertEquals("shared", second.toCompletableFuture().join());
        assertEquals(List.of(), asked);
    }
}
