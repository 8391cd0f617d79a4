package io.postrider.testing;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long tests wait. A test never asserts how fast something is, only that it happens: on a busy machine,
 * milliseconds may become seconds.
 */
public final class Patience {
    /** For any effect. Only a test that fails waits that long. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private Patience() {}

    /** Waits until a condition holds, within {@link #LIMIT}. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT);
    }

    /** The same for a condition that a failure names. */
    public static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(LIMIT);
    }

    /** Waits for the next element of a queue. */
    public static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("nothing arrived within " + LIMIT);
        }
        return next;
    }

    /** Waits for a result. Fails with {@link java.util.concurrent.CompletionException} for what it fails with. */
    public static <T> T result(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
