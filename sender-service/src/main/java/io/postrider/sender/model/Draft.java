package io.postrider.sender.model;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A mail to one recipient that is made when a connection is ready to carry it. Until then it takes no more memory than its
 * recipient does, however large it will be.
 */
public interface Draft {
    /** For the mail server. */
    Envelope envelope();

    /** Which attempt to deliver it this is, from 1. */
    int attempt();

    /**
     * Has the mail composed on a worker thread, once there is room in memory for it.
     *
     * @param wanted asked, on any thread, when its turn has come; if it is not wanted any more, it is not made
     * @param form makes of it what is needed, on the worker
     * @return completes once, on any thread. Fails with what the step that composes says of this mail, with what {@code
     *     form} throws, or with {@link java.util.concurrent.CancellationException} if it was not wanted; then it takes no
     *     room
     */
    <T> CompletionStage<Made<T>> make(BooleanSupplier wanted, Function<ComposedMail, T> form);

    /** The first attempt of one that is composed already and takes no further room; its MIME is made on a worker thread. */
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

    /** What was made, with the room that it takes until it is released. */
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
