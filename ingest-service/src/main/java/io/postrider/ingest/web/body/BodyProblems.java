package io.postrider.ingest.web.body;

import io.postrider.ingest.web.Problem;
import java.time.Duration;

/** What may be wrong with a body before its content is looked at. */
public final class BodyProblems {
    private static final int MIB = 20;

    private BodyProblems() {}

    /** @param rate bytes per second */
    static Problem slow(Duration limit, long rate) {
        return Problem.of(
                408,
                "slow-body",
                "The body arrived too slowly",
                "Send the whole body within %d seconds after the header, at %d bytes per second or more."
                        .formatted(limit.toSeconds(), rate));
    }

    static Problem slowest() {
        return Problem.soon(
                408,
                "slow-body",
                "The body arrived too slowly",
                "Memory for bodies is full, and this one arrived more slowly than the others. Repeat the request.");
    }

    /** @param limit bytes */
    public static Problem tooLarge(long limit) {
        return Problem.of(413, "too-large", "The body is too large", "Send at most %d bytes.".formatted(limit));
    }

    public static Problem tooManyTokens(int limit) {
        return tooManyValues("It has more than %,d names, values and brackets.".formatted(limit));
    }

    /** @param limit bytes of memory for the parsed content */
    static Problem tooMuchMemory(long limit) {
        return tooManyValues("Its parsed content takes more than %d MiB of memory.".formatted(limit >> MIB));
    }

    private static Problem tooManyValues(String why) {
        return Problem.of(
                413, "too-many-values", "The body has too many values", why + " Split it into several requests.");
    }

    static Problem encoded() {
        return Problem.of(
                415,
                "unsupported-content-encoding",
                "The body is compressed",
                "Send the JSON uncompressed and without \"Content-Encoding\".");
    }
}
