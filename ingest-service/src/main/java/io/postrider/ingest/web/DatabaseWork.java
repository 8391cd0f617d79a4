package io.postrider.ingest.web;

import io.postrider.pg.Outage;
import io.postrider.pg.OverloadedException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Runs the PostgreSQL work of a call. */
public final class DatabaseWork {
    private static final Logger LOG = Logger.getLogger(DatabaseWork.class);

    private DatabaseWork() {}

    /** The same work; fails with a problem document if PostgreSQL fails or the work exceeds the limit. */
    public static <T> Uni<T> within(Duration limit, Uni<T> work) {
        return work.ifNoItem().after(limit).fail().onFailure().transform(DatabaseWork::refusal);
    }

    /** A refusal for a failure of PostgreSQL that may pass, and for an overload; any other failure as it is. */
    public static Throwable refusal(Throwable failure) {
        if (failure instanceof Problem.Refusal) {
            return failure;
        }
        if (failure instanceof OverloadedException) {
            return Problem.overloaded().refusal();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (ofPostgres(cause)) {
                LOG.debugf("PostgreSQL does not respond: %s", cause.getMessage());
                return Outage.mayPass(cause) ? unavailable().refusal() : failure;
            }
        }
        return failure;
    }

    /** The driver fails with its own exceptions, or with I/O errors and timeouts that are not RuntimeExceptions. */
    private static boolean ofPostgres(Throwable cause) {
        return cause instanceof PgException
                || cause instanceof VertxException
                || cause instanceof TimeoutException
                || !(cause instanceof RuntimeException || cause instanceof Error);
    }

    private static Problem unavailable() {
        return Problem.soon(
                503,
                "database-away",
                "The database is unavailable",
                "Repeat the request after Retry-After. With an Idempotency-Key, a message is accepted only once.");
    }
}
