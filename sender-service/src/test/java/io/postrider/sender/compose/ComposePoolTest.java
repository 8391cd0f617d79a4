package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Lane;
import io.postrider.sender.model.Budget;
import io.postrider.sender.model.ComposeException;
import io.postrider.sender.model.Draft.Made;
import io.postrider.testing.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The memory that mails take: never more than there is, and given back whatever happens. */
class ComposePoolTest {
    private static final int KIBI = 1 << 10;

    private final ComposePools workshops = new ComposePools(4_096 * KIBI, 2);
    private final ComposePool bulk = workshops.of(Lane.BULK);

    @AfterEach
    void close() {
        workshops.close();
    }

    private static <T> CompletableFuture<Made<T>> make(ComposePool workshop, long size, Supplier<T> work) {
        return workshop.make(size, () -> size, () -> true, work).toCompletableFuture();
    }

    @Test
    void aMailWaitsUntilThereIsRoomForIt() {
        Made<String> first = Patience.result(make(bulk, 300 * KIBI, () -> "first"));
        CompletableFuture<Made<String>> second = make(bulk, 300 * KIBI, () -> "second");
        CompletableFuture<Made<String>> small = make(bulk, 1, () -> "small");
        assertEquals(2, bulk.memory().waiting(), "the small one does not pass by");
        assertFalse(second.isDone());

        first.release();
        first.release();

        Patience.result(second).release();
        Patience.result(small).release();
        assertEquals(0, bulk.memory().held());
    }

    @Test
    void aMailLargerThanAllHasTheMemoryAlone() {
        Made<String> small = Patience.result(make(bulk, 1, () -> "small"));
        CompletableFuture<Made<String>> large = make(bulk, 40L << 20, () -> "large");
        assertFalse(large.isDone());
        small.release();
        Made<String> alone = Patience.result(large);
        CompletableFuture<Made<String>> next = make(bulk, 1, () -> "next");
        assertFalse(next.isDone());
        alone.release();
        Patience.result(next).release();
        assertEquals(0, bulk.memory().held());
    }

    @Test
    void whatFailsIsNotWantedOrComesTooLateTakesNoRoom() {
        assertInstanceOf(IllegalStateException.class, failure(make(bulk, 1, () -> {
            throw new IllegalStateException("no key to sign with");
        })));
        assertInstanceOf(
                CancellationException.class,
                failure(bulk.make(1, () -> 1, () -> false, () -> "unwanted").toCompletableFuture()));
        assertInstanceOf(
                ComposeException.class,
                failure(bulk.make(
                                -1,
                                () -> {
                                    throw new ComposeException("cannot be measured");
                                },
                                () -> true,
                                () -> "unmeasured")
                        .toCompletableFuture()));
        workshops.close();
        assertInstanceOf(RejectedExecutionException.class, failure(make(bulk, 1, () -> "late")));
        assertEquals(0, bulk.memory().held());
    }

    private static Throwable failure(CompletableFuture<?> made) {
        return Patience.result(made.handle((value, failure) -> failure));
    }

    @Test
    void noLaneWaitsForAnothersMemoryNorTransactionalMailForAnothersWorkers() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        List<CompletableFuture<Made<String>>> others = new ArrayList<>();
        for (Lane lane : List.of(Lane.BULK, Lane.STANDARD, Lane.BULK, Lane.STANDARD)) {
            others.add(make(workshops.of(lane), 300 * KIBI, () -> {
                uninterruptibly(goOn);
                return "hostile";
            }));
        }
        assertEquals(1, bulk.memory().waiting());

        Patience.result(make(workshops.of(Lane.TRANSACTIONAL), KIBI, () -> "reset"))
                .release();

        assertTrue(others.stream().noneMatch(CompletableFuture::isDone));
        goOn.countDown();
        others.forEach(one -> Patience.result(one).release());
        for (Lane lane : Lane.values()) {
            assertEquals(0, workshops.of(lane).memory().held());
        }
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever the order of things: a sum within the total unless one has all, first come first served, and zero at the end. */
    @Test
    void memoryIsNeverOverItsTotalAndEndsEmpty() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            Budget memory = new Budget(1_000);
            List<Long> granted = new ArrayList<>();
            int asked = 0;
            int served = 0;
            while (asked < 200 || served < asked) {
                if (asked < 200 && random.nextBoolean()) {
                    long bytes = random.nextInt(10) == 0 ? 1_500 : 1 + random.nextInt(400);
                    memory.reserve(bytes, () -> granted.add(bytes));
                    asked++;
                } else if (!granted.isEmpty()) {
                    memory.release(granted.remove(random.nextInt(granted.size())));
                    served++;
                }
                long held = granted.stream().mapToLong(Long::longValue).sum();
                assertEquals(held, memory.held());
                assertTrue(held <= 1_000 || granted.size() == 1, held + " bytes");
                assertEquals(asked - served - granted.size(), memory.waiting());
                assertTrue(memory.waiting() == 0 || !granted.isEmpty(), "a caller waits although memory is free");
            }
            assertEquals(0, memory.held());
        }
    }
}
