package io.postrider.sender.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.mail.Recipient;
import io.postrider.sender.Neighbours;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class PacerTest {
    private static final Runnable NOTHING = () -> {};

    @Inject
    Pacer pace;

    @Inject
    PaceSettings settings;

    @Test
    void asManyLettersAsTheWindowAreOnTheirWayAndTheNextWaitsForOneOfThem() {
        int window = settings.window();
        Queue<CompletableFuture<Void>> underWay = new ArrayDeque<>();
        CompletableFuture<Void> all = pace.each(
                        Admission.all(recipients(window + 2)), () -> true, NOTHING, recipient -> letter(underWay))
                .subscribeAsCompletionStage();
        assertEquals(window, underWay.size());
        underWay.remove().complete(null);
        assertEquals(window, underWay.size());
        while (!underWay.isEmpty()) {
            underWay.remove().complete(null);
        }
        Patience.result(all);
    }

    @Test
    void asManySlowBatchesAsMayMakeRoomForOthersAndTheNextDoesNotUntilOneIsDone() {
        int most = settings.slowBatches();
        AtomicInteger madeRoom = new AtomicInteger();
        Queue<CompletableFuture<Void>> underWay = new ArrayDeque<>();
        Admission paced =
                new Admission(recipients(1), Duration.ZERO, Duration.ofNanos(1), List.of(), null, Duration.ZERO);
        Queue<CompletableFuture<Void>> batches = new ArrayDeque<>();
        for (int i = 0; i < most + 1; i++) {
            batches.add(begin(paced, madeRoom, underWay));
        }
        assertEquals(most, madeRoom.get());
        underWay.remove().complete(null);
        batches.add(begin(paced, madeRoom, underWay));
        assertEquals(most + 1, madeRoom.get());
        underWay.forEach(letter -> letter.complete(null));
        batches.forEach(Patience::result);
    }

    private CompletableFuture<Void> begin(
            Admission paced, AtomicInteger madeRoom, Queue<CompletableFuture<Void>> underWay) {
        return pace.each(paced, () -> true, madeRoom::incrementAndGet, recipient -> letter(underWay))
                .subscribeAsCompletionStage();
    }

    private static Uni<Void> letter(Queue<CompletableFuture<Void>> underWay) {
        CompletableFuture<Void> letter = new CompletableFuture<>();
        underWay.add(letter);
        return Uni.createFrom().completionStage(letter);
    }

    private static List<Recipient> recipients(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> new Recipient(n, n + "@mail.example", null, null))
                .toList();
    }
}
