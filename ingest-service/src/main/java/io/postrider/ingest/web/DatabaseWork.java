package io.postrider.ingest.web;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Runs the PostgreSQL work of a call. */
public final class DatabaseWork {
    private DatabaseWork() {}

    /** The same work; fails with a problem document if PostgreSQL fails or the work exceeds the limit. */
    public static <T> Uni<T> within(Duration limit, Uni<T> work) {
        return work.ifNoItem().after(limit).fail().onFailure().transform(Problem::ofFailure);
    }
}
