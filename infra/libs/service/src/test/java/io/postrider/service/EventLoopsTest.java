package io.postrider.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.concurrent.EventExecutor;
import io.postrider.testing.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopsTest {
    private static final int LOOPS = 4;
    private static final Duration BOUND = Patience.LIMIT;

    /** Of an answer that never comes. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    private final VertxInternal internal = (VertxInternal) vertx;
    private final EventLoops loops = new EventLoops(vertx);
    private final CountDownLatch blocked = new CountDownLatch(1);

    @AfterEach
    void close() {
        blocked.countDown();
        vertx.close();
    }

    private EventLoops.Answers ask(Duration limit) {
        return Patience.result(loops.ask(limit));
    }

    /** A loop that is not blocked may answer late on a busy machine; one that is blocked never does. */
    private void becomes(EventLoops.Answers answers) {
        Patience.await().untilAsserted(() -> assertEquals(answers, ask(SHORT)));
    }

    private void becomes(HealthCheckResponse.Status status) {
        Patience.await()
                .until(() ->
                        new EventLoopCheck(vertx).call().await().atMost(BOUND).getStatus() == status);
    }

    private List<EventExecutor> serving() {
        List<EventExecutor> all = new ArrayList<>();
        internal.getEventLoopGroup().forEach(all::add);
        return all;
    }

    /** Returns when the loop is in it. */
    private void block(EventExecutor loop) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        loop.execute(() -> {
            begun.countDown();
            await(blocked);
        });
        assertTrue(begun.await(BOUND.toSeconds(), TimeUnit.SECONDS));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void allAnswer() {
        assertEquals(new EventLoops.Answers(LOOPS + 1, 0), ask(BOUND));
        becomes(HealthCheckResponse.Status.UP);
    }

    @Test
    void oneThatIsBlockedIsNoticedWhicheverItIs() throws InterruptedException {
        for (int i = 0; i < LOOPS; i++) {
            block(serving().get(i));
            becomes(new EventLoops.Answers(LOOPS + 1, i + 1));
        }
        blocked.countDown();
        assertEquals(new EventLoops.Answers(LOOPS + 1, 0), ask(BOUND));
    }

    @Test
    void theOneThatAcceptsConnectionsIsAsked() throws InterruptedException {
        block(internal.getAcceptorEventLoopGroup().iterator().next());
        becomes(new EventLoops.Answers(LOOPS + 1, 1));
    }

    @Test
    void oneWhoseThreadHasEndedMakesTheProcessNotAlive() {
        EventExecutor loop = serving().get(2);
        Logger root = LogManager.getLogManager().getLogger("");
        Handler log = new UnableToWrite();
        root.addHandler(log);
        try {
            loop.execute(() -> {
                throw new Lethal();
            });
            assertTrue(loop.terminationFuture().awaitUninterruptibly(BOUND.toMillis()));
        } finally {
            root.removeHandler(log);
        }

        assertEquals(new EventLoops.Answers(LOOPS + 1, 1), ask(BOUND));
        HealthCheckResponse response = new EventLoopCheck(vertx).call().await().atMost(BOUND);
        assertEquals(HealthCheckResponse.Status.DOWN, response.getStatus());
        assertEquals(1L, response.getData().orElseThrow().get("silent"));
        assertFalse(serving().get(1).isShuttingDown());
    }

    private static final class Lethal extends Error {}

    /** An error in the handling of an error ends the thread: here in the log, as when memory runs out. */
    private static final class UnableToWrite extends Handler {
        @Override
        public void publish(LogRecord line) {
            if (line.getThrown() instanceof Lethal) {
                throw new StackOverflowError("no room to write it");
            }
        }

        @Override
        public void flush() {
            // It writes nothing.
        }

        @Override
        public void close() {
            // It has nothing open.
        }
    }
}
