package io.postrider.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;

/** The schema that this code requires: that of {@code db/migration}. */
public final class Schema {
    /**
     * The version of its newest migration. A newer schema also works: a migration keeps the previous version working.
     */
    public static final int VERSION = 1;

    private static final String NEWEST =
            "select max(version::int) from flyway_schema_history where success and version is not null";
    private static final String ANY = "select 1";

    private Schema() {}

    /** The version of the newest applied migration; 0 if there is none. Fails if there is no history of migrations. */
    public static Uni<Integer> version(SqlClient client) {
        return client.query(NEWEST).execute().map(rows -> {
            Integer newest = rows.iterator().next().getInteger(0);
            return newest == null ? 0 : newest;
        });
    }

    /** Completes when PostgreSQL responds. */
    public static Uni<Void> ping(SqlClient client) {
        return client.query(ANY).execute().replaceWithVoid();
    }
}
