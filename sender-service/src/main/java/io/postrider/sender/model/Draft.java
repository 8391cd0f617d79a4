package io.postrider.sender.model;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A mail to one recipient, composed when a connection is ready for it. Until then it takes only the memory of its
 * recipient, whatever its size.
 */
public interface Draft {
    /** For the mail server. */
    Envelope envelope();

    /** The number of this attempt, from 1. */
    int attempt();

    /**
     * Composes the mail on a worker thread once memory is reserved for it.
     *
     * @param wanted called on any thread when its turn has come; if false, the mail is not composed
     * @param form converts the mail, on the worker
     * @return completes once, on any thread. Fails with the composing step's exception, with one thrown by {@code
     *     form}, or with {@link java.util.concurrent.CancellationException} if the mail was not wanted; on failure no
     *     memory stays reserved
     */
    <T> CompletionStage<Made<T>> make(BooleanSupplier wanted, Function<ComposedMail, T> form);

    /**
     * The first attempt of a mail that is already composed and needs no further memory; its MIME is produced on a
     * worker thread.
     */
    static Draft of(ComposedMail mail) {
        return new Draft() {
            @Override
            public Envelope envelope() {
                return mail.envelope();
            }

            @Override
            public int attempt() {
                return 1;
            }

            @Override
            public <T> CompletionStage<Made<T>> make(BooleanSupplier wanted, Function<ComposedMail, T> form) {
                CompletableFuture<Made<T>> made = new CompletableFuture<>();
                Infrastructure.getDefaultWorkerPool().execute(() -> {
                    try {
                        made.complete(new Made<>(form.apply(mail), () -> {}));
                    } catch (RuntimeException e) {
                        made.completeExceptionally(e);
                    }
                });
                return made;
            }
        };
    }

    /** The result, with the memory reserved for it until it is released. */
    final class Made<T> {
        private final T value;
        private final AtomicReference<Runnable> release;

        public Made(T value, Runnable release) {
            this.value = value;
            this.release = new AtomicReference<>(release);
        }

        public T value() {
            return value;
        }

        /** Releases the memory; idempotent. */
        public void release() {
            Runnable once = release.getAndSet(null);
            if (once != null) {
                once.run();
            }
        }
    }
}
