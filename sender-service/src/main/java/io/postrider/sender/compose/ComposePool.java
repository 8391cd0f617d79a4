package io.postrider.sender.compose;

import io.postrider.sender.model.Budget;
import io.postrider.sender.model.Draft.Made;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Where the mails of a lane are composed: its workers, and the memory that its mails may take. */
final class ComposePool {
    /**
     * Bytes of memory for each byte of a mail: its text as characters, as bytes, encoded, and in the write buffer.
     * Composing briefly needs more, but at most one mail per worker is being composed.
     */
    private static final int COPIES = 4;

    /** Bytes of a mail's header, envelope and state. */
    private static final int BESIDE = 8 << 10;

    private final Budget memory;
    private final Executor workers;

    /** @param workers used for composing only, which takes milliseconds at most and never blocks */
    ComposePool(Budget memory, Executor workers) {
        this.memory = memory;
        this.workers = workers;
    }

    Budget memory() {
        return memory;
    }

    Executor workers() {
        return workers;
    }

    /**
     * Reserves the memory, then runs the work on a worker.
     *
     * @param size of the mail in bytes, or negative if unknown
     * @param measured finds the size on a worker
     * @see io.postrider.sender.model.Draft#make
     */
    <T> CompletionStage<Made<T>> make(long size, LongSupplier measured, BooleanSupplier wanted, Supplier<T> work) {
        CompletableFuture<Made<T>> made = new CompletableFuture<>();
        if (size >= 0) {
            reserve(size, wanted, work, made);
        } else {
            run(made, () -> {}, () -> reserve(measured.getAsLong(), wanted, work, made));
        }
        return made;
    }

    private <T> void reserve(long size, BooleanSupplier wanted, Supplier<T> work, CompletableFuture<Made<T>> made) {
        long bytes = COPIES * size + BESIDE;
        Runnable release = () -> memory.release(bytes);
        memory.reserve(
                bytes,
                () -> run(made, release, () -> {
                    if (!wanted.getAsBoolean()) {
                        throw new CancellationException("the mail is no longer wanted");
                    }
                    made.complete(new Made<>(work.get(), release));
                }));
    }

    /** An exception becomes the mail's failure; its memory is released first. */
    private void run(CompletableFuture<?> made, Runnable release, Runnable work) {
        try {
            workers.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException | Error e) {
                    release.run();
                    made.completeExceptionally(e);
                    if (e instanceof Error) {
                        // An OutOfMemoryError must end the process, see infra/docs/reliability.md.
                        throw e;
                    }
                }
            });
        } catch (RuntimeException closed) {
            release.run();
            made.completeExceptionally(closed);
        }
    }
}
