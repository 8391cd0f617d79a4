package io.postrider.neighbours.process;
import io.postrider.neighbours.StartException;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a child process to be ready. */
public final class Waiting {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Waiting() {}

    /** @throws StartException with the end of its log, if it ends, or is not ready within the limit */
    public static void until(String what, Duration limit, ChildProcess process, BooleanSupplier ready) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.alive()) {
                throw new StartException("%s ended while it was starting:\n%s".formatted(what, process.lastLines()));
            }
            if (System.nanoTime() > deadline) {
                throw new StartException(
                        "%s is not ready after %d s:\n%s".formatted(what, limit.toSeconds(), process.lastLines()));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
