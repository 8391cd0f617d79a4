package io.postrider.service;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;

/**
 * Ends the process when memory runs out: after that any part of it may be half done, and an event loop or a lock may be lost
 * permanently while the rest goes on. Where Java is started with {@code -XX:+ExitOnOutOfMemoryError}, as the images, the chart and
 * the local run do it, the virtual machine ends it at once; this is for a service that is started by hand, and for memory outside
 * of the heap, which that option does not look at.
 *
 * <p>It looks where an error shows that nothing handles: threads that end by it, handlers on event loops, and the log.
 */
@Singleton
class OutOfMemory {
    private static final Logger LOG = Logger.getLogger(OutOfMemory.class);

    /** That of the virtual machine's own option. */
    static final int STATUS = 3;

    private static final byte[] LAST_WORDS =
            "Terminating due to java.lang.OutOfMemoryError\n".getBytes(StandardCharsets.US_ASCII);

    /** Of a chain of causes, which may lead back into itself. */
    private static final int DEPTH = 50;

    private final Runnable end;
    private final java.util.logging.Handler log = new LogWatch();
    private Thread.UncaughtExceptionHandler threads;

    OutOfMemory() {
        // Made here: when memory has run out, there is none for it.
        FileOutputStream error = new FileOutputStream(FileDescriptor.err);
        this.end = () -> halt(error);
    }

    OutOfMemory(Runnable end) {
        this.end = end;
    }

    void begin(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start, Vertx vertx) {
        watch(vertx);
    }

    /** A process of tests or of development may begin more than once. */
    void stop(@Observes ShutdownEvent stop) {
        Thread.setDefaultUncaughtExceptionHandler(threads);
        LogManager.getLogManager().getLogger("").removeHandler(log);
    }

    void watch(Vertx vertx) {
        threads = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            look(failure);
            if (threads == null) {
                LOG.errorf(failure, "thread %s has ended", thread.getName());
            } else {
                threads.uncaughtException(thread, failure);
            }
        });
        Handler<Throwable> loops = vertx.exceptionHandler();
        vertx.exceptionHandler(failure -> {
            look(failure);
            if (loops != null) {
                loops.handle(failure);
            }
        });
        LogManager.getLogManager().getLogger("").addHandler(log);
    }

    /** Ends the process if that is, or was caused by, an OutOfMemoryError. Allocates nothing. */
    void look(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (cause instanceof OutOfMemoryError) {
                end.run();
                return;
            }
            cause = cause.getCause();
        }
    }

    /** At once: hooks and finalizers need memory, too. */
    private static void halt(FileOutputStream error) {
        try {
            error.write(LAST_WORDS);
        } catch (IOException e) {
            // Nobody reads it.
        } finally {
            Runtime.getRuntime().halt(STATUS);
        }
    }

    /** Libraries answer many failures with a line in the log and go on. */
    private final class LogWatch extends java.util.logging.Handler {
        @Override
        public void publish(LogRecord line) {
            look(line.getThrown());
            Object[] parameters = line.getParameters();
            if (parameters != null) {
                for (Object parameter : parameters) {
                    if (parameter instanceof Throwable failure) {
                        look(failure);
                    }
                }
            }
        }

        @Override
        public void flush() {
            // It keeps nothing.
        }

        @Override
        public void close() {
            // It has nothing open.
        }
    }
}
