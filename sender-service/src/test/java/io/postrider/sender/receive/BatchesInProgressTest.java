package io.postrider.sender.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesInProgressTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final BatchesInProgress atWork = new BatchesInProgress();

    /** A run that continues until it is released. */
    private final class Run {
        private final CompletableFuture<Void> told = new CompletableFuture<>();
        private boolean begun;
        private final CompletableFuture<Void> done;

        Run(Batch batch) {
            done = atWork.alone(batch, Uni.createFrom().deferred(() -> {
                        begun = true;
                        return Uni.createFrom().completionStage(told);
                    }))
                    .subscribeAsCompletionStage();
        }
    }

    @Test
    void theSameBatchWaitsForItself() {
        Batch batch = batch(3);
        Run first = new Run(batch);
        Run second = new Run(batch);
        assertTrue(first.begun);
        assertFalse(second.begun);
        first.told.complete(null);
        assertTrue(second.begun);
    }

    @Test
    void aBatchWaitsForAllThatHaveOneOfItsRecipientsAndForNoOther() {
        Batch batch = batch(6);
        Run low = new Run(batch.retry(batch.recipients().subList(0, 2)));
        Run high = new Run(batch.retry(batch.recipients().subList(4, 6)));
        Run middle = new Run(batch.retry(batch.recipients().subList(2, 4)));
        Run all = new Run(batch);
        assertTrue(low.begun && high.begun && middle.begun);
        low.told.complete(null);
        high.told.complete(null);
        assertFalse(all.begun);
        middle.told.complete(null);
        assertTrue(all.begun);
    }

    @Test
    void theSameOrdinalsOfAnotherMessageAreOthers() {
        new Run(batch(3));
        assertTrue(new Run(batch(3)).begun);
    }

    @Test
    void aRunThatFailsIsOverAndNothingIsKept() {
        Batch batch = batch(1);
        Run first = new Run(batch);
        Run second = new Run(batch);
        first.told.completeExceptionally(new IllegalStateException("on purpose"));
        assertTrue(first.done.isCompletedExceptionally());
        assertTrue(second.begun);
        second.told.complete(null);
        assertEquals(0, atWork.messages());
    }

    private static Batch batch(int recipients) {
        MessageHead head = new MessageHead(
                UUID.randomUUID(),
                "content",
                "news@shop.example",
                Lane.BULK,
                4,
                NOW,
                NOW.plusSeconds(60),
                recipients,
                UUID.randomUUID(),
                Map.of());
        return Batch.submitted(
                UUID.randomUUID(),
                head,
                IntStream.range(0, recipients)
                        .mapToObj(n -> new Recipient(n, n + "@mail.example", null, null))
                        .toList());
    }
}
