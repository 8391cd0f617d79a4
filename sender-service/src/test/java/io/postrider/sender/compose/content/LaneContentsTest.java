package io.postrider.sender.compose.content;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Content;
import io.postrider.mail.Content.Attachment;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.ContentCodec;
import io.postrider.sender.model.ComposeException;
import io.postrider.store.messages.ContentStore;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contents with files, of many batches at once: never more in memory than there is room for. */
class LaneContentsTest {
    /** Not the common pool: its threads may be of a service under test, whose class loader they keep. */
    private final ExecutorService workers = Executors.newSingleThreadExecutor();

    private static final int FILE = 1 << 20;
    private static final byte[] ENCODED = encoded(FILE);

    /** Room for two; the cache keeps none of them. */
    private final LaneContents contents =
            new LaneContents(1 << 10, 2L * LaneContents.COPIES * ENCODED.length, new Store(), workers);

    private final AtomicInteger loads = new AtomicInteger();
    private final ConcurrentLinkedQueue<UniEmitter<? super Void>> atWork = new ConcurrentLinkedQueue<>();

    private final class Store extends ContentStore {
        Store() {
            super(null);
        }

        @Override
        public Uni<Found> find(String claimCheck, int most) {
            if (claimCheck.startsWith("missing")) {
                return Uni.createFrom().nullItem();
            }
            byte[] small = encoded(1);
            return Uni.createFrom()
                    .item(
                            claimCheck.startsWith("small")
                                    ? new Found(small.length, small)
                                    : new Found(ENCODED.length, null));
        }

        @Override
        public Uni<byte[]> load(String claimCheck) {
            loads.incrementAndGet();
            return claimCheck.startsWith("away")
                    ? Uni.createFrom().failure(new IllegalStateException("database is away"))
                    : Uni.createFrom().item(ENCODED);
        }
    }

    private static byte[] encoded(int file) {
        List<Attachment> files = List.of(new Attachment("f", "application/pdf", null, new byte[file]));
        return ContentCodec.encode(
                new Content(new Mailbox("news@shop.example", null), List.of(), "Hi", "x", null, Map.of(), files));
    }

    private CompletableFuture<Void> batch(String claimCheck) {
        return contents.with(claimCheck, content -> Uni.createFrom().<Void>emitter(emitter -> atWork.add(emitter)))
                .subscribeAsCompletionStage();
    }

    private void finish() {
        atWork.remove().complete(null);
    }

    @AfterEach
    void end() {
        workers.shutdown();
    }

    @Test
    void batchesWithOtherContentsWaitForTheRoomOfThoseAtWork() {
        List<CompletableFuture<Void>> batches = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            batches.add(batch("content-" + i));
        }
        for (int done = 0; done < 20; done++) {
            int now = Math.min(2, 20 - done);
            await().until(() -> atWork.size() == now);
            int loaded = Math.min(20, done + 2);
            assertEquals(loaded, loads.get());
            finish();
        }
        batches.forEach(Patience::result);
        assertEquals(0, contents.memory().held());
    }

    @Test
    void batchesOfOneContentShareItsRoomAndSmallContentsNeedNone() {
        List<CompletableFuture<Void>> batches = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            batches.add(batch("same"));
        }
        batches.add(batch("other"));
        batches.add(batch("third"));
        await().until(() -> atWork.size() == 11);
        assertEquals(1, contents.memory().waiting());
        for (int i = 0; i < 10; i++) {
            batches.add(batch("small-" + i));
        }
        await().until(() -> atWork.size() == 21);
        while (!batches.stream().allMatch(CompletableFuture::isDone)) {
            await().until(() -> !atWork.isEmpty() || batches.stream().allMatch(CompletableFuture::isDone));
            if (!atWork.isEmpty()) {
                finish();
            }
        }
        assertEquals(0, contents.memory().held());
    }

    @Test
    void roomIsGivenBackWhateverGoesWrong() {
        Throwable away = Patience.result(batch("away").handle((done, failure) -> failure));
        assertInstanceOf(IllegalStateException.class, away);
        Throwable missing = Patience.result(batch("missing").handle((done, failure) -> failure));
        assertInstanceOf(ComposeException.class, missing);
        CompletableFuture<Void> failing = contents.with(
                        "failing", content -> Uni.createFrom().failure(new IllegalArgumentException("a bug")))
                .subscribeAsCompletionStage();
        assertInstanceOf(IllegalArgumentException.class, Patience.result(failing.handle((done, failure) -> failure)));
        assertTrue(loads.get() == 2 && contents.memory().held() == 0);
    }
}
