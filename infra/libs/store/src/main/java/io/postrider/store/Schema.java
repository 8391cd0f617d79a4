package io.postrider.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;

/** The schema that this code works on: that of {@code db/migration}. */
public final class Schema {
    /** Of its newest migration. A newer schema does as well: a migration leaves the version before it able to work. */
    public static final int VERSION = 1;

    private static final String NEWEST =
            "select max(version::int) from flyway_schema_history where success and version is not null";
    private static final String ANY = "select 1";

    private Schema() {}

    /** The version of the newest migration that was made; 0 if there is none. Fails if there is no history of migrations. */
    public static Uni<Integer> version(SqlClient client) {
        return client.query(NEWEST).execute().map(rows -> {
            Integer newest = rows.iterator().next().getInteger(0);
            return newest == null ? 0 : newest;
        });
    }

    /** Completes when PostgreSQL answers. */
    public static Uni<Void> ping(SqlClient client) {
        return client.query(ANY).execute().replaceWithVoid();
    }
}
