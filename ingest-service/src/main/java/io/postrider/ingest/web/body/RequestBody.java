package io.postrider.ingest.web.body;

import io.postrider.ingest.web.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;

/** The body of one call. Its parsed content is charged with the memory that it takes. Not thread-safe. */
public final class RequestBody {
    /**
     * Maximum bytes of the parsed content of one body: twenty times the largest body of recipients with a name each.
     */
    static final long READ_BYTES = 64L << 20;

    private static final String KEY = RequestBody.class.getName();

    /** Memory is reserved in steps, so that a small body needs one reservation. */
    private static final long STEP = 4 << 10;

    private final HeldMemory holding;
    private byte[] bytes;
    private final int length;
    private long used;
    private long kept;
    private long taken;

    RequestBody(byte[] bytes, int length, HeldMemory holding) {
        this.bytes = bytes;
        this.length = length;
        this.holding = holding;
    }

    /** The body read for a call; empty if the call has none. */
    public static RequestBody of(RoutingContext call) {
        RequestBody body = call.get(KEY);
        return body == null ? of(new byte[0]) : body;
    }

    /** Attaches it to its call, for the resource. */
    public void carriedBy(RoutingContext call) {
        call.put(KEY, this);
    }

    /** A body that does not count towards the memory of all bodies. */
    public static RequestBody of(byte[] bytes) {
        return new RequestBody(bytes, bytes.length, null);
    }

    /** The body's bytes, from 0 to {@link #length}; the rest of the array is unused. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** For a digest of the whole body, before {@link #drop}. */
    public ByteBuffer whole() {
        return ByteBuffer.wrap(bytes, 0, length).asReadOnlyBuffer();
    }

    /**
     * Charges memory of parsed content.
     *
     * @throws Problem.Refusal 413 if it exceeds the maximum of one body; 429 or 503 if there is no memory for it now
     */
    public void hold(long memory) {
        used += memory;
        charge();
    }

    /** Charges memory of the parser, which is in use until the end of parsing. */
    public void keep(long memory) {
        kept += memory;
        charge();
    }

    private void charge() {
        long all = used + kept;
        if (all > READ_BYTES) {
            throw BodyProblems.tooMuchMemory(READ_BYTES).refusal();
        }
        if (all > taken && holding != null) {
            long more = Math.max(STEP, all - taken);
            BodyMemory.Verdict verdict = holding.take(more);
            if (verdict != BodyMemory.Verdict.TAKEN) {
                throw verdict.problem().refusal();
            }
            taken += more;
        }
    }

    public long used() {
        return used;
    }

    /** The sender; null if unknown. */
    public String client() {
        return holding == null ? null : holding.client;
    }

    /** Whether its client has disconnected, so that the answer is no longer needed. */
    public boolean left() {
        return holding != null && holding.left();
    }

    /** Reverses charges: releases what was charged since {@code before}. */
    public void backTo(long before) {
        used = before;
    }

    /**
     * Counts it as held until this work is done, even if its client disconnects: the framework then cancels the call,
     * and the content that a worker is still parsing would not be counted.
     */
    public <T> Uni<T> during(Uni<T> work) {
        if (holding == null) {
            return work;
        }
        return holding.use()
                ? work.onTermination().invoke(holding::used).memoize().indefinitely()
                : Uni.createFrom().failure(Problem.overloaded().refusal());
    }

    /** Called before it is parsed again from the start; releases what was charged so far. */
    public void again() {
        used = 0;
        kept = 0;
    }

    /** Releases the bytes. Their memory stays reserved for the content parsed from them. */
    public void drop() {
        bytes = null;
    }
}
