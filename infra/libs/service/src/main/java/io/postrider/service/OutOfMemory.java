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
 * Ends the process when memory runs out: any operation may have been interrupted halfway, and an event loop or a lock
 * may be lost permanently while the rest continues. With {@code -XX:+ExitOnOutOfMemoryError}, as in the images, the
 * chart and the local run, the virtual machine exits immediately. This class covers services started by hand, and
 * memory outside the heap, to which that option does not apply.
 *
 * <p>It watches the places where unhandled errors appear: threads that end because of one, handlers on event loops, and
 * the log.
 */
@Singleton
class OutOfMemory {
    private static final Logger LOG = Logger.getLogger(OutOfMemory.class);

    /** The exit code of the virtual machine's own option. */
    static final int STATUS = 3;

    private static final byte[] LAST_WORDS =
            "Terminating due to java.lang.OutOfMemoryError\n".getBytes(StandardCharsets.US_ASCII);

    /** Maximum length of a chain of causes, which may be circular. */
    private static final int DEPTH = 50;

    private final Runnable end;
    private final java.util.logging.Handler log = new LogWatch();
    private Thread.UncaughtExceptionHandler threads;

    OutOfMemory() {
        // Created in advance, because there is no memory for it later.
        FileOutputStream error = new FileOutputStream(FileDescriptor.err);
        this.end = () -> halt(error);
    }

    OutOfMemory(Runnable end) {
        this.end = end;
    }

    void begin(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start, Vertx vertx) {
        watch(vertx);
    }

    /** A test or development process may start the application more than once. */
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

    /** Ends the process if this is, or was caused by, an OutOfMemoryError. Allocates nothing. */
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

    /** Halts immediately, because shutdown hooks and finalizers need memory as well. */
    private static void halt(FileOutputStream error) {
        try {
            error.write(LAST_WORDS);
        } catch (IOException e) {
            // Standard error may be closed.
        } finally {
            Runtime.getRuntime().halt(STATUS);
        }
    }

    /** Libraries log many failures and continue. */
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
