package io.postrider.pg;

import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Distinguishes an unavailable PostgreSQL from a faulty statement. */
public final class Outage {
    private static final String READ_ONLY = "25006";

    /** Shared by the whole process, which uses one PostgreSQL; it only suppresses log lines. */
    private static volatile boolean known;

    private Outage() {}

    /** Whether {@link DatabaseWatch} has reported that PostgreSQL is away. */
    public static boolean known() {
        return known;
    }

    static void know(boolean away) {
        known = away;
    }

    /**
     * The level at which to log a failed statement that is retried or refused: none while {@link DatabaseWatch} reports
     * that PostgreSQL is away, WARN for another temporary failure, otherwise ERROR.
     */
    public static Logger.Level level(Throwable failure) {
        if (ofConnection(failure) || (known && isTimeout(failure))) {
            return Logger.Level.DEBUG;
        }
        return mayPass(failure) ? Logger.Level.WARN : Logger.Level.ERROR;
    }

    /**
     * Whether there is no connection to a PostgreSQL that accepts statements: the connection was refused, lost, or
     * closed because the server is stopping, starting, or a standby (PostgreSQL, appendix A).
     */
    static boolean ofConnection(Throwable failure) {
        if (failure instanceof PgException refused) {
            String state = String.valueOf(refused.getSqlState());
            return state.startsWith("08") || state.startsWith("57P") || READ_ONLY.equals(state);
        }
        return mayPass(failure) && !isTimeout(failure) && !(failure instanceof ConnectionPoolTooBusyException);
    }

    static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof io.smallrye.mutiny.TimeoutException
                || "Timeout".equals(failure.getMessage());
    }

    /**
     * Whether the values cannot be the cause, so that skipping them would lose data: an outage, or a statement that
     * PostgreSQL rejects in the current state of the database, for example because of a missing privilege (class 42).
     */
    public static boolean notForTheValues(Throwable failure) {
        return mayPass(failure)
                || (failure instanceof PgException refused
                        && String.valueOf(refused.getSqlState()).startsWith("42"));
    }

    /**
     * Whether the same statement may succeed later: the connection failed or none was free in time, or PostgreSQL
     * refused for a reason other than the statement or its values (classes 22, 23 and 42; PostgreSQL, appendix A). Any
     * other failure is a bug, and retrying would hide it.
     */
    public static boolean mayPass(Throwable failure) {
        if (failure instanceof PgException refused) {
            String state = String.valueOf(refused.getSqlState());
            return !(state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
        }
        // The client reports a connection that was closed during a statement only as text.
        boolean fromTheClient = failure instanceof VertxException || failure instanceof NoStackTraceThrowable;
        return failure instanceof IOException || (fromTheClient && !parametersDoNotFit(failure)) || isTimeout(failure);
    }

    /** The client reports this only as text as well; it is a bug of ours. */
    private static boolean parametersDoNotFit(Throwable failure) {
        String words = String.valueOf(failure.getMessage());
        return words.startsWith("Parameter at position[") || words.startsWith("The number of parameters to execute ");
    }
}
