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

    /** Shared by this process, which has one PostgreSQL; it only suppresses log lines. */
    private static volatile boolean known;

    private Outage() {}

    /** Whether {@link DatabaseWatch} has said that PostgreSQL is away. */
    public static boolean known() {
        return known;
    }

    static void know(boolean away) {
        known = away;
    }

    /**
     * How to log that a statement failed, and is tried again or refused: not at all where {@link DatabaseWatch} says once that
     * PostgreSQL is away, as a warning where it refuses for another reason that may pass, else as an error.
     */
    public static Logger.Level level(Throwable failure) {
        if (ofConnection(failure) || (known && isTimeout(failure))) {
            return Logger.Level.DEBUG;
        }
        return mayPass(failure) ? Logger.Level.WARN : Logger.Level.ERROR;
    }

    /**
     * Whether there is no connection to a PostgreSQL that takes statements: refused, lost, or closed since the server stops,
     * starts, or is only a standby (PostgreSQL, appendix A).
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
     * Whether the values cannot be the cause, so that to go on as if they were written would lose them: an outage, or a
     * statement that PostgreSQL does not take as the database is now, such as a right that is not granted (class 42).
     */
    public static boolean notForTheValues(Throwable failure) {
        return mayPass(failure)
                || (failure instanceof PgException refused
                        && String.valueOf(refused.getSqlState()).startsWith("42"));
    }

    /**
     * Whether the same statement may succeed later: the connection failed or none was free in time, or PostgreSQL refuses
     * for a reason other than the statement or its values, which are the classes 22, 23 and 42 (PostgreSQL, appendix A).
     * Whatever else comes up is a bug, and trying again would hide it.
     */
    public static boolean mayPass(Throwable failure) {
        if (failure instanceof PgException refused) {
            String state = String.valueOf(refused.getSqlState());
            return !(state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
        }
        // What the client says of a connection that was closed under the statement, in words only.
        boolean fromTheClient = failure instanceof VertxException || failure instanceof NoStackTraceThrowable;
        return failure instanceof IOException || (fromTheClient && !parametersDoNotFit(failure)) || isTimeout(failure);
    }

    /** The client reports this, too, only as text: it is a bug of ours. */
    private static boolean parametersDoNotFit(Throwable failure) {
        String words = String.valueOf(failure.getMessage());
        return words.startsWith("Parameter at position[") || words.startsWith("The number of parameters to execute ");
    }
}
