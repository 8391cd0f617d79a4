package io.postrider.ingest.web.body;

import io.postrider.ingest.web.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The memory for the bodies of all calls: for received bytes and for parsed content. An eighth is reserved for the
 * first bytes of each call, so that large bodies cannot block small ones. One client may use three quarters.
 *
 * <p>When memory is short, the slowest body is dropped: one of the same client, one of a client that uses at least as
 * much as the requesting one, or any that hardly makes progress. So half-received bodies cannot block one another, and
 * no client can take memory from clients that use less. Thread-safe.
 */
public final class BodyMemory {
    /** Bytes of a call that are taken from the part for small bodies. */
    static final long FIRST = 64 << 10;

    /** A body that has been arriving for less than this is not considered slow. */
    static final Duration UNJUDGED = Duration.ofSeconds(1);

    private static final int SMALL_PART = 8;

    /** The result of a request for memory. */
    enum Verdict {
        TAKEN,
        /** The client has used up its share, and none of its bodies is slow. */
        CLIENT_FULL,
        FULL,
        /** The requesting body was dropped to make room for others. */
        DROPPED;

        /** The problem of a result other than {@link #TAKEN}. */
        Problem problem() {
            return switch (this) {
                case CLIENT_FULL -> Problem.clientOverloaded();
                case DROPPED -> BodyProblems.slowest();
                default -> Problem.overloaded();
            };
        }
    }

    private final Pool small;
    private final Pool large;
    private final LongSupplier nanos;
    private final Set<HeldMemory> arriving = new LinkedHashSet<>();

    /** One of the two parts. */
    private static final class Pool {
        private final long limit;
        private final long clientLimit;
        private final Map<String, Long> clients = new HashMap<>();
        private long held;

        Pool(long limit) {
            this.limit = limit;
            this.clientLimit = limit / 4 * 3;
        }

        long of(String client) {
            return client == null ? 0 : clients.getOrDefault(client, 0L);
        }

        boolean clientFull(String client, long bytes) {
            return client != null && of(client) + bytes > clientLimit;
        }

        boolean has(String client, long bytes) {
            return held + bytes <= limit && !clientFull(client, bytes);
        }

        void add(String client, long bytes) {
            held += bytes;
            if (client != null) {
                clients.merge(client, bytes, (one, other) -> one + other == 0 ? null : one + other);
            }
        }
    }

    /** @param bytes total; at least enough for one large body and its parsed content */
    public BodyMemory(long bytes, LongSupplier nanos) {
        this.small = new Pool(bytes / SMALL_PART);
        this.large = new Pool(bytes - bytes / SMALL_PART);
        this.nanos = nanos;
    }

    /**
     * @param client the sender; null if unknown, which has no share
     * @param leave called when it must make room, on any thread, at most once
     */
    HeldMemory enter(String client, Runnable leave) {
        return new HeldMemory(this, client, leave, nanos.getAsLong());
    }

    /** Bytes in use. */
    public synchronized long held() {
        return small.held + large.held;
    }

    synchronized Verdict take(HeldMemory asking, long bytes) {
        if (asking.dropped || asking.left && !asking.inUse) {
            return Verdict.DROPPED;
        }
        long first = Math.min(bytes, Math.max(0, FIRST - asking.first));
        long rest = bytes - first;
        Verdict verdict = make(small, asking, first);
        if (verdict == Verdict.TAKEN) {
            verdict = make(large, asking, rest);
        }
        if (verdict == Verdict.TAKEN) {
            asking.first += first;
            asking.rest += rest;
            small.add(asking.client, first);
            large.add(asking.client, rest);
            if (asking.arriving) {
                arriving.add(asking);
            }
        }
        return verdict;
    }

    private Verdict make(Pool pool, HeldMemory asking, long bytes) {
        while (bytes > 0 && !pool.has(asking.client, bytes)) {
            boolean clientFull = pool.clientFull(asking.client, bytes);
            Optional<HeldMemory> slowest = slowest(pool, asking, bytes, clientFull);
            if (slowest.isEmpty()) {
                return clientFull ? Verdict.CLIENT_FULL : Verdict.FULL;
            }
            drop(slowest.get());
        }
        return Verdict.TAKEN;
    }

    private Optional<HeldMemory> slowest(Pool pool, HeldMemory asking, long bytes, boolean ofTheClient) {
        long now = nanos.getAsLong();
        HeldMemory slowest = null;
        for (HeldMemory one : arriving) {
            boolean candidate = one != asking
                    && (pool == small ? one.first : one.rest) > 0
                    && one.judged(now)
                    && (!ofTheClient || asking.client.equals(one.client))
                    && mayGo(pool, one, asking, bytes, now);
            if (candidate && (slowest == null || one.pace(now) < slowest.pace(now))) {
                slowest = one;
            }
        }
        return Optional.ofNullable(slowest);
    }

    private static boolean mayGo(Pool pool, HeldMemory one, HeldMemory asking, long bytes, long now) {
        boolean other = one.client == null || !one.client.equals(asking.client);
        long ofOne = pool.of(one.client);
        long ofAsking = pool.of(asking.client);
        return one.stalled(now)
                || other && ofOne > ofAsking + bytes
                || ofOne >= ofAsking && one.pace(now) < asking.pace(now);
    }

    private void drop(HeldMemory one) {
        one.dropped = true;
        leave(one);
        one.leave.run();
    }

    /** Sets whether reading is paused for lack of memory; then its rate is not the client's fault. */
    synchronized void waiting(HeldMemory one, boolean waiting) {
        one.waiting = waiting;
    }

    synchronized void arrived(HeldMemory one, long bytes) {
        one.advance(bytes, nanos.getAsLong());
    }

    /** Called when it is complete: from now on it only waits for this service. */
    synchronized boolean whole(HeldMemory one) {
        one.arriving = false;
        arriving.remove(one);
        return !one.dropped;
    }

    /** From now on its memory is in use even if its client disconnects. */
    synchronized boolean use(HeldMemory one) {
        one.inUse = !one.left;
        return one.inUse;
    }

    synchronized void used(HeldMemory one) {
        one.inUse = false;
        if (one.left) {
            leave(one);
        }
    }

    synchronized boolean left(HeldMemory one) {
        return one.left;
    }

    synchronized void leave(HeldMemory one) {
        one.left = true;
        if (one.inUse) {
            return;
        }
        arriving.remove(one);
        small.add(one.client, -one.first);
        large.add(one.client, -one.rest);
        one.first = 0;
        one.rest = 0;
        one.arriving = false;
    }
}
