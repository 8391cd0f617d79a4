package io.postrider.sender.compose.content;

import io.postrider.sender.model.Budget;
import io.postrider.store.messages.ContentStore;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The contents used by the batches of a lane. A content in use stays in memory even after the cache has evicted it. So
 * memory for any content that is not small is reserved before loading, once for all batches that use it, and released
 * by the last of them.
 */
public final class LaneContents {
    /**
     * Bytes of an encoded or compiled content that are negligible even if every batch in progress has a different one.
     */
    private static final int SMALL = 16 << 10;

    /** Bytes of memory for each byte of an encoded content: as received, decoded, and compiled. */
    static final int COPIES = 6;

    /** Under the lock of the map. */
    private static final class Use {
        private int batches;
        private long bytes;
        private final CompletableFuture<Void> granted = new CompletableFuture<>();
    }

    private final ContentCache contents;
    private final Budget memory;
    private final Map<String, Use> uses = new HashMap<>();

    /**
     * @param cache bytes of contents to keep for later batches
     * @param inUse bytes of contents in use by batches
     * @param workers where contents are decoded and compiled
     */
    public LaneContents(long cache, long inUse, ContentStore store, Executor workers) {
        this.memory = new Budget(inUse);
        this.contents = new ContentCache(cache, claimCheck -> load(store, claimCheck), workers);
    }

    /**
     * Runs the work of a batch with its content.
     *
     * @return completes and fails as the work does, or as {@link ContentCache#get}
     */
    public Uni<Void> with(String claimCheck, Function<CompiledContent, Uni<Void>> work) {
        return Uni.createFrom().deferred(() -> {
            enter(claimCheck);
            return contents.get(claimCheck)
                    .chain(content -> reserved(claimCheck, content.weight()).chain(() -> work.apply(content)))
                    .onTermination()
                    .invoke(() -> leave(claimCheck));
        });
    }

    Budget memory() {
        return memory;
    }

    private Uni<byte[]> load(ContentStore store, String claimCheck) {
        return store.find(claimCheck, SMALL).chain(found -> {
            if (found == null || found.body() != null) {
                return Uni.createFrom().item(found == null ? null : found.body());
            }
            return reserved(claimCheck, COPIES * found.length()).chain(() -> store.load(claimCheck));
        });
    }

    private void enter(String claimCheck) {
        synchronized (uses) {
            uses.computeIfAbsent(claimCheck, first -> new Use()).batches++;
        }
    }

    /** Completes when the memory is reserved: once for each content, and immediately if it is small. */
    private Uni<Void> reserved(String claimCheck, long bytes) {
        Use use;
        synchronized (uses) {
            use = uses.get(claimCheck);
            if (use.bytes > 0 || bytes <= COPIES * SMALL + CompiledContent.BESIDE) {
                return use.bytes > 0
                        ? Uni.createFrom().completionStage(use.granted)
                        : Uni.createFrom().voidItem();
            }
            use.bytes = bytes;
        }
        memory.reserve(bytes, () -> use.granted.complete(null));
        return Uni.createFrom().completionStage(use.granted);
    }

    private void leave(String claimCheck) {
        Use last;
        synchronized (uses) {
            last = uses.get(claimCheck);
            if (--last.batches > 0) {
                return;
            }
            uses.remove(claimCheck);
        }
        if (last.bytes > 0) {
            last.granted.whenComplete((granted, never) -> memory.release(last.bytes));
        }
    }
}
