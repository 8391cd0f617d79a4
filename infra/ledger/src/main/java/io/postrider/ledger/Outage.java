package io.postrider.ledger;

import io.vertx.pgclient.PgException;

/** Tells a PostgreSQL that is away from a statement that is wrong. */
public final class Outage {
    private Outage() {}

    /**
     * Whether the same statement may succeed later: anything but an error of the statement or its values, which are the
     * classes 22, 23 and 42 (PostgreSQL, appendix A).
     */
    public static boolean mayPass(Throwable failure) {
        if (!(failure instanceof PgException refused)) {
            return !(failure instanceof IllegalArgumentException);
        }
        String state = String.valueOf(refused.getSqlState());
        return !(state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
    }
}
