package io.postrider.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class QueryLimitTest {
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    private CompletableFuture<String> run(QueryLimit limit) {
        return limit.run(() -> {
                    begun.add(new CompletableFuture<>());
                    return begun.get(begun.size() - 1);
                })
                .toCompletableFuture();
    }

    @Test
    void othersWaitUntilOneLeavesEvenIfItFails() {
        QueryLimit limit = new QueryLimit(2, 10, Duration.ofMinutes(1));
        for (int i = 0; i < 4; i++) {
            run(limit);
        }
        assertEquals(2, begun.size());
        begun.get(0).complete("done");
        begun.get(1).completeExceptionally(new IllegalStateException("failed"));
        assertEquals(4, begun.size());
    }

    @Test
    void whoFindsALongLineIsTurnedAway() {
        QueryLimit limit = new QueryLimit(1, 1, Duration.ofMinutes(1));
        run(limit);
        assertFalse(run(limit).isDone());
        assertTrue(run(limit).isCompletedExceptionally());
    }

    @Test
    void whoWaitedTooLongIsTurnedAwayAndTheNextOnePasses() {
        QueryLimit limit = new QueryLimit(1, 10, Duration.ofNanos(-1));
        run(limit);
        CompletableFuture<String> late = run(limit);
        begun.get(0).complete("done");
        assertTrue(late.isCompletedExceptionally());
        run(limit);
        assertEquals(2, begun.size());
    }
}
