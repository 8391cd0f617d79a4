package io.postrider.ingest.web;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Work of a call in PostgreSQL. */
public final class DatabaseWork {
    private DatabaseWork() {}

    /** The same work, refused with a problem if PostgreSQL fails or it takes longer than the limit. */
    public static <T> Uni<T> within(Duration limit, Uni<T> work) {
        return work.ifNoItem().after(limit).fail().onFailure().transform(Problem::ofFailure);
    }
}
