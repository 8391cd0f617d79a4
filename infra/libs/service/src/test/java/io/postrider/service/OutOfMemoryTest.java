package io.postrider.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.testing.Patience;
import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutOfMemoryTest {
    /** Where in a process memory runs out. */
    enum Place {
        THREAD,
        EVENT_LOOP,
        TIMER,
        /** A failure that is caught and logged, as with an answer of 500. */
        LOGGED,
        /** In the cause of such a failure. */
        LOGGED_CAUSE,
        /** The same by a library that gives it as a parameter. */
        LOGGED_PARAMETER
    }

    /** A process that does not ask the virtual machine to end it. */
    public static final class Started {
        private Started() {}

        public static void main(String[] arguments) {
            Vertx vertx = Vertx.vertx();
            new OutOfMemory().watch(vertx);
            org.jboss.logging.Logger log = org.jboss.logging.Logger.getLogger("started");
            java.util.logging.Logger other = java.util.logging.Logger.getLogger("other");
            switch (Place.valueOf(arguments[0])) {
                case THREAD -> new Thread(Started::fill).start();
                case EVENT_LOOP -> vertx.runOnContext(now -> fill());
                case TIMER -> vertx.setTimer(1, now -> fill());
                case LOGGED -> fails(failure -> log.error("a call failed", failure));
                case LOGGED_CAUSE -> fails(failure -> log.warn("it failed", new CompletionException(failure)));
                case LOGGED_PARAMETER ->
                    fails(failure -> other.log(java.util.logging.Level.WARNING, "failed: {0}", new Object[] {failure}));
            }
        }

        private static void fails(java.util.function.Consumer<Throwable> taken) {
            new Thread(() -> {
                        try {
                            fill();
                        } catch (OutOfMemoryError e) {
                            taken.accept(e);
                        }
                    })
                    .start();
        }

        private static void fill() {
            List<byte[]> all = new java.util.ArrayList<>();
            while (true) {
                all.add(new byte[1 << 20]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void processEndsWhereverMemoryRunsOut(Place place) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Djava.util.logging.manager=" + System.getProperty("java.util.logging.manager"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Started.class.getName(),
                        place.name())
                .redirectErrorStream(true)
                .redirectOutput(new File("target", "out-of-memory-" + place + ".log"))
                .start();
        try {
            assertEquals(true, process.waitFor(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS), "it goes on");
            assertEquals(OutOfMemory.STATUS, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 1"})
    void onlyMemoryEndsIt(boolean memory, int ends) {
        AtomicInteger ended = new AtomicInteger();
        Throwable failure = memory ? new OutOfMemoryError("Direct buffer memory") : new StackOverflowError();
        new OutOfMemory(ended::incrementAndGet).look(new IllegalStateException(failure));
        assertEquals(ends, ended.get());
    }

    @Test
    void causesThatLeadBackAreNotFollowedForEver() {
        AtomicInteger ended = new AtomicInteger();
        Throwable first = new IllegalStateException();
        first.initCause(new IllegalArgumentException(first));
        new OutOfMemory(ended::incrementAndGet).look(first);
        new OutOfMemory(ended::incrementAndGet).look(null);
        assertEquals(0, ended.get());
    }
}
