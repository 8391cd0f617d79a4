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
 * The memory for the bodies of all calls: for their bytes that have arrived, and for what is read of them. An eighth is for the
 * first bytes of each call alone, so that large bodies cannot keep small ones out. One client may take three quarters.
 *
 * <p>When there is no room, the body that arrives most slowly makes some: of the same client, of one that has no less than the one
 * that asks, or any that hardly arrives at all. So bodies of which a half has come cannot block one another, and nobody can take
 * the room from clients that have less of it. Safe for any thread.
 */
public final class BodyMemory {
    /** Bytes of a call that are taken from the part for small ones. */
    static final long FIRST = 64 << 10;

    /** A body that has not been arriving for so long is not judged yet. */
    static final Duration UNJUDGED = Duration.ofSeconds(1);

    private static final int SMALL_PART = 8;

    /** The result of a request for memory. */
    enum Verdict {
        TAKEN,
        /** The client has its share, and none of its bodies is slow. */
        CLIENT_FULL,
        FULL,
        /** The one that asks had to make room for others. */
        DROPPED;

        /** Of what is not {@link #TAKEN}. */
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

    /** @param bytes of all; at least as much as one large body and what is read of it should take */
    public BodyMemory(long bytes, LongSupplier nanos) {
        this.small = new Pool(bytes / SMALL_PART);
        this.large = new Pool(bytes - bytes / SMALL_PART);
        this.nanos = nanos;
    }

    /**
     * @param client who sends it; null for one that is not known, which then has no share
     * @param leave called when it must make room, from any thread and at most once
     */
    HeldMemory enter(String client, Runnable leave) {
        return new HeldMemory(this, client, leave, nanos.getAsLong());
    }

    /** Bytes that are taken now. */
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

    /** Whether it holds back for want of room; then its pace says nothing about its client. */
    synchronized void waiting(HeldMemory one, boolean waiting) {
        one.waiting = waiting;
    }

    synchronized void arrived(HeldMemory one, long bytes) {
        one.advance(bytes, nanos.getAsLong());
    }

    /** It is whole: from now on it only waits for this service. */
    synchronized boolean whole(HeldMemory one) {
        one.arriving = false;
        arriving.remove(one);
        return !one.dropped;
    }

    /** From now on its memory is in use, whether its client is there or not. */
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
