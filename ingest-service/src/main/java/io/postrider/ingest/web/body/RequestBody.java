package io.postrider.ingest.web.body;

import io.postrider.ingest.web.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;

/** The body of one call. What is read of it is charged with the memory that it takes. Not safe for several threads at once. */
public final class RequestBody {
    /** Bytes that all that is read of one body may take. Twenty times the largest body of recipients with a name each. */
    static final long READ_BYTES = 64L << 20;

    private static final String KEY = RequestBody.class.getName();

    /** Memory is taken in steps, so that a small body asks once. */
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

    /** Gives it to the resource that the call is for. */
    public void carriedBy(RoutingContext call) {
        call.put(KEY, this);
    }

    /** One that no limit of all bodies together is for. */
    public static RequestBody of(byte[] bytes) {
        return new RequestBody(bytes, bytes.length, null);
    }

    /** The bytes from 0 to {@link #length}; beyond them is nothing. */
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
     * Charges memory of what is read.
     *
     * @throws Problem.Refusal 413 if it is more than one body may take; 429 or 503 if there is no room for it now
     */
    public void hold(long memory) {
        used += memory;
        charge();
    }

    /** Charges memory of the reading itself, which is there until its end. */
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

    /** Who sent it; null if that is not known. */
    public String client() {
        return holding == null ? null : holding.client;
    }

    /** Whether its client is gone, so that nobody waits for the answer. */
    public boolean left() {
        return holding != null && holding.left();
    }

    /** Takes charges back: what was held since {@code before} is no longer there. */
    public void backTo(long before) {
        used = before;
    }

    /**
     * Counts it as held until this is done, also if its client does not wait for that: the framework cancels the call then, and what
     * a worker reads would go on uncounted.
     */
    public <T> Uni<T> during(Uni<T> work) {
        if (holding == null) {
            return work;
        }
        return holding.use()
                ? work.onTermination().invoke(holding::used).memoize().indefinitely()
                : Uni.createFrom().failure(Problem.overloaded().refusal());
    }

    /** Is read from its start once more; what was read of it until now is no longer there. */
    public void again() {
        used = 0;
        kept = 0;
    }

    /** Releases the bytes. Their memory stays reserved for the content parsed from them. */
    public void drop() {
        bytes = null;
    }
}
