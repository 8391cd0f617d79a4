package io.postrider.sender.compose.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Content;
import io.postrider.mail.Content.Attachment;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.ContentCodec;
import io.postrider.sender.model.ComposeException;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContentCacheTest {
    /** Not the common pool: its threads may be of a service under test, whose class loader they keep. */
    private final ExecutorService workers = Executors.newSingleThreadExecutor();

    private static final Duration SOON = Patience.LIMIT;

    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void end() {
        workers.shutdown();
    }

    @Test
    void contentIsLoadedOnce() {
        ContentCache contents = contents(1 << 20, Uni.createFrom().item(encoded("Hi", 0)));
        CompiledContent first = contents.get("a").await().atMost(SOON);
        assertSame(first, contents.get("a").await().atMost(SOON));
        assertEquals(1, loads.get());
    }

    @Test
    void waitersOfOneContentShareOneLoadAndCancellingOneDoesNotHurtTheOthers() {
        List<UniEmitter<? super byte[]>> open = new CopyOnWriteArrayList<>();
        ContentCache contents = contents(1 << 20, Uni.createFrom().emitter(open::add));
        List<UniAssertSubscriber<CompiledContent>> waiters = List.of(wait(contents), wait(contents), wait(contents));
        waiters.get(0).cancel();
        assertEquals(1, loads.get());
        open.get(0).complete(encoded("Hi", 0));
        CompiledContent second = waiters.get(1).awaitItem(SOON).getItem();
        assertSame(second, waiters.get(2).awaitItem(SOON).getItem());
    }

    private static UniAssertSubscriber<CompiledContent> wait(ContentCache contents) {
        return contents.get("a").subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void failedLoadIsPassedOnAndNotRemembered() {
        AtomicInteger calls = new AtomicInteger();
        ContentCache contents = contents(
                1 << 20,
                Uni.createFrom()
                        .deferred(() -> calls.incrementAndGet() == 1
                                ? Uni.createFrom().failure(new IllegalStateException("database is away"))
                                : Uni.createFrom().item(encoded("Hi", 0))));
        Throwable failure = contents.get("a")
                .onItemOrFailure()
                .transform((item, e) -> e)
                .await()
                .atMost(SOON);
        assertInstanceOf(IllegalStateException.class, failure);
        contents.get("a").await().atMost(SOON);
    }

    @Test
    void missingAndBrokenContentsAreComposeFailures() {
        assertThrows(
                ComposeException.class,
                () -> contents(1 << 20, Uni.createFrom().nullItem())
                        .get("a")
                        .await()
                        .atMost(SOON));
        assertThrows(
                ComposeException.class,
                () -> contents(1 << 20, Uni.createFrom().item(new byte[] {'{'}))
                        .get("a")
                        .await()
                        .atMost(SOON));
        assertThrows(
                ComposeException.class,
                () -> contents(1 << 20, Uni.createFrom().item(encoded("{{x", 0)))
                        .get("a")
                        .await()
                        .atMost(SOON));
    }

    @Test
    void memoryIsBoundedWhateverPassesThrough() {
        ContentCache contents = contents(4 << 20, Uni.createFrom().item(encoded("Hi", 1 << 20)));
        for (int i = 0; i < 50; i++) {
            contents.get("content-" + i).await().atMost(SOON);
        }
        assertTrue(contents.held() <= 4 << 20, contents.held() + " bytes are held");
        assertTrue(contents.held() > 1 << 20, contents.held() + " bytes are held");
    }

    @Test
    void aContentLargerThanTheCacheIsUsedAndNotKept() {
        ContentCache contents = contents(1 << 20, Uni.createFrom().item(encoded("Hi", 3 << 20)));
        for (int batch = 1; batch <= 3; batch++) {
            assertTrue(contents.get("large").await().atMost(SOON).weight() > 3 << 20);
            assertEquals(0, contents.held());
            assertEquals(batch, loads.get());
        }
    }

    private ContentCache contents(long bytes, Uni<byte[]> load) {
        return new ContentCache(
                bytes,
                claimCheck -> {
                    loads.incrementAndGet();
                    return load;
                },
                workers);
    }

    private static byte[] encoded(String subject, int attached) {
        List<Attachment> files =
                attached == 0 ? List.of() : List.of(new Attachment("f", "application/pdf", null, new byte[attached]));
        return ContentCodec.encode(
                new Content(new Mailbox("news@shop.example", null), List.of(), subject, "x", null, Map.of(), files));
    }
}
