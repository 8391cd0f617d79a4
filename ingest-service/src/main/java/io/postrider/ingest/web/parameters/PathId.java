package io.postrider.ingest.web.parameters;

import io.postrider.ingest.web.Problem;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads an id in a path. */
public final class PathId {
    private PathId() {}

    /**
     * @param unknown the problem for an id that cannot exist
     * @throws Problem.Refusal if it is no UUID
     */
    public static UUID of(String given, Supplier<Problem> unknown) {
        try {
            return UUID.fromString(given);
        } catch (IllegalArgumentException e) {
            throw unknown.get().refusal();
        }
    }
}
