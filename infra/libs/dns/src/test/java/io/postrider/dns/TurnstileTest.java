package io.postrider.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    private CompletableFuture<String> pass(Turnstile turnstile) {
        return turnstile
                .pass(() -> {
                    begun.add(new CompletableFuture<>());
                    return begun.get(begun.size() - 1);
                })
                .toCompletableFuture();
    }

    @Test
    void othersWaitUntilOneLeavesEvenIfItFails() {
        Turnstile turnstile = new Turnstile(2, 10, Duration.ofMinutes(1));
        for (int i = 0; i < 4; i++) {
            pass(turnstile);
        }
        assertEquals(2, begun.size());
        begun.get(0).complete("done");
        begun.get(1).completeExceptionally(new IllegalStateException("failed"));
        assertEquals(4, begun.size());
    }

    @Test
    void whoFindsALongLineIsTurnedAway() {
        Turnstile turnstile = new Turnstile(1, 1, Duration.ofMinutes(1));
        pass(turnstile);
        assertFalse(pass(turnstile).isDone());
        assertTrue(pass(turnstile).isCompletedExceptionally());
    }

    @Test
    void whoWaitedTooLongIsTurnedAwayAndTheNextOnePasses() {
        Turnstile turnstile = new Turnstile(1, 10, Duration.ofNanos(-1));
        pass(turnstile);
        CompletableFuture<String> late = pass(turnstile);
        begun.get(0).complete("done");
        assertTrue(late.isCompletedExceptionally());
        pass(turnstile);
        assertEquals(2, begun.size());
    }
}
