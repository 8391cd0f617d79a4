package io.postrider.sender.compose.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.postrider.mail.ContentCodec;
import io.postrider.mail.UndecodableException;
import io.postrider.sender.model.ComposeException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The compiled contents of the messages being delivered, by claim check. However many batches of a message arrive at
 * once, its content is loaded once.
 */
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMW", "com.github.benmanes.caffeine.cache.PSMW"})
public final class ContentCache {
    private final Cache<String, CompiledContent> cache;
    private final ConcurrentMap<String, CompletableFuture<CompiledContent>> loading = new ConcurrentHashMap<>();
    private final Function<String, Uni<byte[]>> loader;
    private final Executor workers;

    /**
     * @param bytes of memory that compiled contents may hold, attachments included; a single content larger than this
     *     is reloaded for every batch
     * @param loader loads an encoded content; a null item means that there is none
     * @param workers where contents are decoded and compiled: megabytes of attachments would hold up an event loop
     */
    public ContentCache(long bytes, Function<String, Uni<byte[]>> loader, Executor workers) {
        this.cache = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((String claimCheck, CompiledContent content) ->
                        (int) Math.min(content.weight(), Integer.MAX_VALUE))
                .build();
        this.loader = loader;
        this.workers = workers;
    }

    /**
     * The content, on any thread. Fails with {@link ComposeException} if there is none or it is unusable, both
     * permanently, and with the loader's failure if it could not be loaded. Failures are not cached.
     */
    public Uni<CompiledContent> get(String claimCheck) {
        return Uni.createFrom().deferred(() -> {
            CompiledContent held = cache.getIfPresent(claimCheck);
            return held == null ? loaded(claimCheck) : Uni.createFrom().item(held);
        });
    }

    private Uni<CompiledContent> loaded(String claimCheck) {
        CompletableFuture<CompiledContent> first = new CompletableFuture<>();
        CompletableFuture<CompiledContent> earlier = loading.putIfAbsent(claimCheck, first);
        if (earlier == null) {
            load(claimCheck, first);
        }
        // A copy, since cancelling one waiter must not cancel the load for the others.
        return Uni.createFrom().completionStage((earlier == null ? first : earlier).copy());
    }

    private void load(String claimCheck, CompletableFuture<CompiledContent> loaded) {
        // It may have been loaded since the cache was checked.
        CompiledContent held = cache.getIfPresent(claimCheck);
        Uni<CompiledContent> load = held != null
                ? Uni.createFrom().item(held)
                : Uni.createFrom()
                        .deferred(() -> loader.apply(claimCheck))
                        .emitOn(workers)
                        .map(ContentCache::compile);
        load.subscribe()
                .with(
                        content -> {
                            cache.put(claimCheck, content);
                            loading.remove(claimCheck, loaded);
                            loaded.complete(content);
                        },
                        failure -> {
                            loading.remove(claimCheck, loaded);
                            loaded.completeExceptionally(failure);
                        });
    }

    /** Approximate bytes of the cached contents. */
    public long held() {
        cache.cleanUp();
        return cache.asMap().values().stream()
                .mapToLong(CompiledContent::weight)
                .sum();
    }

    private static CompiledContent compile(byte[] bytes) {
        if (bytes == null) {
            throw new ComposeException("the content is no longer stored");
        }
        try {
            return CompiledContent.of(ContentCodec.decode(bytes));
        } catch (UndecodableException e) {
            throw new ComposeException("the stored content cannot be read", e);
        }
    }
}
