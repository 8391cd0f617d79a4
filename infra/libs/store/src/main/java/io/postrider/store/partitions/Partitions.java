package io.postrider.store.partitions;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** The partitions of the tables that are cut into weeks of their ids. */
public final class Partitions {
    /** Weeks after this one for which there are to be partitions. */
    public static final int AHEAD = 4;

    // A week counts if each of the tables has a partition for it.
    private static final String WEEKS_AHEAD = """
            select coalesce(min(weeks), 0)::int from (
                select count(c.oid) as weeks
                from pg_class p
                left join pg_inherits i on i.inhparent = p.oid
                left join pg_class c on c.oid = i.inhrelid
                     and right(c.relname, 8) > to_char(date_trunc('week', now() at time zone 'UTC'), 'YYYYMMDD')
                where p.relkind = 'p' and p.relnamespace = 'public'::regnamespace
                group by p.oid) ahead
            """;
    private static final String MAKE = "select make_weeks($1)";

    private Partitions() {}

    /** The weeks after this one for which there are partitions. Without one for an id's week, nothing can be accepted. */
    public static Uni<Integer> weeksAhead(SqlClient client) {
        return client.query(WEEKS_AHEAD)
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Makes those that are missing from last week to {@value #AHEAD} weeks ahead, and returns their number. */
    public static Uni<Integer> make(SqlClient client) {
        return client.preparedQuery(MAKE)
                .execute(Tuple.of(AHEAD))
                .map(rows -> rows.iterator().next().getInteger(0));
    }
}
