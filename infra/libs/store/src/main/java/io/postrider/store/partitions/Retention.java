package io.postrider.store.partitions;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what was kept long enough: the partitions of closed weeks, and contents that no message in flight has. A week in which a mail is
 * in flight is not closed, so nothing of it is removed, however old it is.
 */
public final class Retention {
    // What is detached and not dropped comes first, then what is being detached, then what is due. The outbox of a
    // closed week is of no use: no batch of it will be published again.
    private static final String DUE = """
            with week as (
                select c.oid, c.relname as name, left(c.relname, -9) as parent, to_date(right(c.relname, 8), 'YYYYMMDD') as first_day
                from pg_class c
                where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                  and c.relname ~ '^(message|message_tag|message_tally|delivery|delivery_event|outbox_batch)_\\d{8}$'
            )
            select name, parent, case when i.inhrelid is null then 'detached' when i.inhdetachpending then 'pending' else 'attached' end
            from week w left join pg_inherits i on i.inhrelid = w.oid
            where exists (select from closed_week c where c.first_day = w.first_day)
              and (first_day + 7 <= $1 or parent = 'outbox_batch')
            order by i.inhrelid is not null and not i.inhdetachpending, i.inhrelid is not null, first_day, name
            """;
    // A statement that reads the partition is waited for, but those behind it are not kept waiting for long.
    private static final String PATIENTLY = "set lock_timeout = '5s'";
    private static final String DETACH = "alter table %s detach partition %s concurrently";
    private static final String FINALIZE = "alter table %s detach partition %s finalize";
    private static final String DROP = "drop table %s";

    // used_at may be a day late.
    private static final String CONTENTS = """
            delete from content where claim_check in (
                select claim_check from content
                where used_at < $1 and used_at < (
                    select coalesce(min(to_date(right(c.relname, 8), 'YYYYMMDD')), now()::date) - 1
                    from pg_inherits i join pg_class c on c.oid = i.inhrelid
                    where i.inhparent = 'message'::regclass
                      and not exists (select from closed_week w where w.first_day = to_date(right(c.relname, 8), 'YYYYMMDD')))
                order by used_at limit $2 for update skip locked)
            """;
    private static final int CONTENTS_AT_ONCE = 500;

    private Retention() {}

    private record Partition(String name, String parent, String state) {
        private static Partition of(Row row) {
            return new Partition(row.getString(0), row.getString(1), row.getString(2));
        }
    }

    /**
     * Drops the partitions of closed weeks that ended before a day, and those of the outbox of all closed weeks.
     *
     * @param connection of a role that is a member of the tables' owner; not in a transaction
     * @return the names of what was dropped
     */
    public static Uni<List<String>> dropWeeks(SqlConnection connection, Duration kept, Instant now) {
        LocalDate before = now.minus(kept).atOffset(ZoneOffset.UTC).toLocalDate();
        return connection
                .query(PATIENTLY)
                .execute()
                .chain(() -> connection.preparedQuery(DUE).execute(Tuple.of(before)))
                .map(Retention::partitions)
                .chain(due -> drop(connection, due, new ArrayList<>()));
    }

    private static List<Partition> partitions(RowSet<Row> rows) {
        List<Partition> partitions = new ArrayList<>(rows.size());
        rows.forEach(row -> partitions.add(Partition.of(row)));
        return partitions;
    }

    private static Uni<List<String>> drop(SqlConnection connection, List<Partition> due, List<String> dropped) {
        if (due.isEmpty()) {
            return Uni.createFrom().item(dropped);
        }
        Partition next = due.get(0);
        return detached(connection, next)
                .chain(() -> connection.query(DROP.formatted(next.name())).execute())
                .invoke(() -> dropped.add(next.name()))
                .chain(() -> drop(connection, due.subList(1, due.size()), dropped));
    }

    private static Uni<Void> detached(SqlConnection connection, Partition partition) {
        return switch (partition.state()) {
            case "detached" -> Uni.createFrom().voidItem();
            case "pending" ->
                connection
                        .query(FINALIZE.formatted(partition.parent(), partition.name()))
                        .execute()
                        .replaceWithVoid();
            default ->
                connection
                        .query(DETACH.formatted(partition.parent(), partition.name()))
                        .execute()
                        .replaceWithVoid();
        };
    }

    /** Deletes the contents that no message has used since then, some hundreds in a transaction, and returns their number. */
    public static Uni<Integer> deleteContents(SqlClient client, Duration kept, Instant now) {
        return client.preparedQuery(CONTENTS)
                .execute(Tuple.of(now.minus(kept).atOffset(ZoneOffset.UTC), CONTENTS_AT_ONCE))
                .chain(rows -> rows.rowCount() < CONTENTS_AT_ONCE
                        ? Uni.createFrom().item(rows.rowCount())
                        : deleteContents(client, kept, now).map(more -> more + CONTENTS_AT_ONCE));
    }
}
