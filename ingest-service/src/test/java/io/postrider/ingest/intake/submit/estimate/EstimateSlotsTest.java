package io.postrider.ingest.intake.submit.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.intake.submit.estimate.EstimateSlots.Limits;
import io.postrider.ingest.intake.submit.estimate.EstimateSlots.Place;
import io.postrider.ingest.web.Problem.Refusal;
import io.postrider.testing.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class EstimateSlotsTest {
    private static final Limits LONG = new Limits(4, 2, 3, 5, Patience.LIMIT);

    private final EstimateSlots places = new EstimateSlots(LONG);

    private static CompletableFuture<Place> waiting(EstimateSlots places, String client) {
        return places.enter(client, () -> false).subscribeAsCompletionStage();
    }

    private CompletableFuture<Place> waiting(String client) {
        return waiting(places, client);
    }

    private static int status(CompletableFuture<Place> refused) {
        CompletionException e = assertThrows(CompletionException.class, refused::join);
        return ((Refusal) e.getCause()).problem().status();
    }

    private List<Place> all(String... clients) {
        List<Place> taken = new ArrayList<>();
        for (String client : clients) {
            taken.add(places.tryEnter(client));
            assertNotNull(taken.get(taken.size() - 1));
        }
        return taken;
    }

    @Test
    void oneProcessorHasAPlaceForAnother() {
        assertEquals(2, Limits.of(1).places());
        assertEquals(1, Limits.of(1).ofClient());
    }

    @Test
    void aClientHasItsShareAndOthersFindPlaces() {
        all("a", "a");
        assertNull(places.tryEnter("a"));
        CompletableFuture<Place> third = waiting("a");
        all("b", "b");
        assertNull(places.tryEnter("c"));
        assertTrue(!third.isDone());
    }

    @Test
    void whoHasFewestPlacesIsNextAndThenWhoWasServedLongestAgo() {
        List<Place> taken = all("a", "a", "b", "b");
        CompletableFuture<Place> more = waiting("a");
        CompletableFuture<Place> evenMore = waiting("a");
        CompletableFuture<Place> another = waiting("b");
        CompletableFuture<Place> fresh = waiting("c");
        taken.get(0).close();
        assertTrue(fresh.isDone() && !more.isDone());
        taken.get(1).close();
        assertTrue(more.isDone() && !evenMore.isDone() && !another.isDone());
        taken.get(2).close();
        assertTrue(another.isDone() != evenMore.isDone(), "one place, one of them");
    }

    @Test
    void asManyOfAClientWaitAsMayAndOneMoreIs429() {
        all("a", "a");
        for (int i = 0; i < 3; i++) {
            waiting("a");
        }
        assertEquals(429, status(waiting("a")));
        all("b", "b");
        waiting("b");
        waiting("b");
        assertEquals(503, status(waiting("c")), "five wait in all");
    }

    @Test
    void whoLeftDoesNotWaitInTheWayOfTheNext() {
        all("a", "a");
        for (int i = 0; i < 3; i++) {
            places.enter("a", () -> true).subscribe().with(entered -> {});
        }
        CompletableFuture<Place> next = waiting("a");
        assertTrue(!next.isDone());
        assertEquals(1, places.waiting());
    }

    @Test
    void waitingEnds() {
        EstimateSlots brief = new EstimateSlots(new Limits(2, 1, 3, 5, Duration.ofMillis(1)));
        Place own = brief.tryEnter("a");
        assertEquals(429, status(waiting(brief, "a")), "its own share is taken");
        Place other = brief.tryEnter("b");
        assertEquals(503, status(waiting(brief, "c")), "all are taken");
        own.close();
        other.close();
        assertEquals(0, brief.taken() + brief.waiting());
    }

    @Test
    void aPlaceIsGivenBackOnce() {
        List<Place> taken = all("a", "a");
        taken.get(0).close();
        taken.get(0).close();
        assertEquals(1, places.taken());
        CompletableFuture<Place> next = waiting("a");
        assertEquals(2, places.taken(), "who enters keeps its place");
        next.join().close();
        assertEquals(1, places.taken());
    }
}
