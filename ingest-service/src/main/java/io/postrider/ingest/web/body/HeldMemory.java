package io.postrider.ingest.web.body;

/**
 * The share of one call in the {@link BodyMemory}, and the rate of its body. The fields are guarded by the lock of the
 * BodyMemory.
 */
final class HeldMemory {
    /** Maximum bytes of the last second that count: above this rate, no body is slower than another one. */
    private static final double FAST = 1 << 20;

    /** With at most this many bytes in the last second, a body hardly makes progress. */
    private static final double STALLED = 1 << 10;

    private static final double SECOND = 1e9;

    final String client;
    final Runnable leave;
    long first;
    long rest;
    boolean arriving = true;
    boolean waiting;
    boolean dropped;
    boolean inUse;
    boolean left;

    private final BodyMemory room;
    private final long startedAt;
    private double pace;
    private long pacedAt;

    HeldMemory(BodyMemory room, String client, Runnable leave, long now) {
        this.room = room;
        this.client = client;
        this.leave = leave;
        this.startedAt = now;
        this.pacedAt = now;
    }

    BodyMemory.Verdict take(long bytes) {
        return room.take(this, bytes);
    }

    void arrived(long bytes) {
        room.arrived(this, bytes);
    }

    void waits(boolean waits) {
        room.waiting(this, waits);
    }

    /** @return false if it has just been dropped to make room */
    boolean whole() {
        return room.whole(this);
    }

    void leave() {
        room.leave(this);
    }

    boolean left() {
        return room.left(this);
    }

    /** @return false if it was already released */
    boolean use() {
        return room.use(this);
    }

    void used() {
        room.used(this);
    }

    void advance(long bytes, long now) {
        pace = Math.min(FAST, pace(now) + bytes);
        pacedAt = now;
    }

    /** Bytes of about the last second. A complete body waits for us and is never slow. */
    double pace(long now) {
        return arriving ? pace * Math.exp(-(now - pacedAt) / SECOND) : Double.POSITIVE_INFINITY;
    }

    boolean stalled(long now) {
        return pace(now) < STALLED;
    }

    boolean judged(long now) {
        return !waiting && now - startedAt >= BodyMemory.UNJUDGED.toNanos();
    }
}
