package io.postrider.sender.compose;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.postrider.contract.ContentCodec;
import io.postrider.contract.UndecodableException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The compiled contents of the messages that are being delivered, by claim check. However many batches of a message
 * arrive at once, its content is loaded once.
 */
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMW", "com.github.benmanes.caffeine.cache.PSMW"})
public final class Contents {
    private final AsyncCache<String, CompiledContent> cache;
    private final Function<String, Uni<byte[]>> loader;
    private final Executor workers;

    /**
     * @param bytes of memory that compiled contents may hold, attachments included; a content that is larger than this
     *     alone is loaded anew for every batch
     * @param loader loads an encoded content; an item of null means that there is none
     * @param workers where contents are decoded and compiled: megabytes of attachments would hold up an event loop
     */
    public Contents(long bytes, Function<String, Uni<byte[]>> loader, Executor workers) {
        this.cache = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((String claimCheck, CompiledContent content) ->
                        (int) Math.min(content.weight(), Integer.MAX_VALUE))
                .buildAsync();
        this.loader = loader;
        this.workers = workers;
    }

    /**
     * The content, answered on any thread. Fails with {@link ComposeException} if there is none or it is not usable, which
     * will not change, and with the loader's failure if it could not be loaded. No failure is remembered.
     */
    public Uni<CompiledContent> get(String claimCheck) {
        // A copy, since cancelling one waiter must not cancel the load for the others.
        return Uni.createFrom().completionStage(() -> load(claimCheck).copy());
    }

    /** Bytes that the compiled contents hold now, roughly. */
    public long held() {
        cache.synchronous().cleanUp();
        return cache.synchronous().asMap().values().stream()
                .mapToLong(CompiledContent::weight)
                .sum();
    }

    private CompletableFuture<CompiledContent> load(String claimCheck) {
        return cache.get(
                claimCheck,
                (key, executor) -> loader.apply(key)
                        .emitOn(workers)
                        .map(bytes -> compile(key, bytes))
                        .subscribeAsCompletionStage());
    }

    private static CompiledContent compile(String claimCheck, byte[] bytes) {
        if (bytes == null) {
            throw new ComposeException("the content is not stored any more");
        }
        try {
            return CompiledContent.of(claimCheck, ContentCodec.decode(bytes));
        } catch (UndecodableException e) {
            throw new ComposeException("the stored content cannot be read", e);
        }
    }
}
