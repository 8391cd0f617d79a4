package io.postrider.ingest.web;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** What calls of the API have in common. */
public final class Calls {
    private Calls() {}

    /** The same work, refused with a problem if PostgreSQL fails or it takes longer than the limit. */
    public static <T> Uni<T> within(Duration limit, Uni<T> work) {
        return work.ifNoItem().after(limit).fail().onFailure().transform(Problem::ofFailure);
    }

    /**
     * The id in a path.
     *
     * @param unknown for an id that nothing can have
     * @throws Problem.Refusal if it is no UUID
     */
    public static UUID id(String given, Supplier<Problem> unknown) {
        try {
            return UUID.fromString(given);
        } catch (IllegalArgumentException e) {
            throw unknown.get().refusal();
        }
    }
}
