package io.postrider.ingest.control.suppressions;

import io.postrider.ingest.control.suppressions.ImportReader.Entry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/** The statements on {@code suppression} and {@code suppression_removal}. Each finds its rows by a key. */
@Singleton
class SuppressionList {
    /** The reason of what a client suppresses without one. */
    static final String NO_REASON = "manual";

    private static final String FIND = "select email, reason, origin, created_at from suppression where email = $1";
    private static final String HOLDING = """
            select email, reason, origin, created_at from suppression where email = any($1::text[])
            """;
    private static final String PAGE = """
            select email, reason, origin, created_at from suppression where email > $1 order by email limit $2
            """;
    private static final String ADD = """
            insert into suppression (email, reason, origin) values ($1, $2, 'api')
            on conflict (email) do nothing returning email, reason, origin, created_at
            """;
    private static final String IMPORT = """
            insert into suppression (email, reason, origin, created_at)
            select email, reason, 'import', created_at
            from unnest($1::text[], $2::text[], $3::timestamptz[]) as g(email, reason, created_at)
            on conflict (email) do nothing
            """;
    private static final String REMOVED = "place, email, reason, origin, created_at, removed_at, removed_by";
    private static final String REMOVE = "select %s from remove_suppression($1, $2)".formatted(REMOVED);
    private static final String REMOVALS =
            "select %s from suppression_removal where place < $1 order by place desc limit $2".formatted(REMOVED);
    private static final String REMOVALS_OF = """
            select %s from suppression_removal where place < $1 and email = $3 order by place desc limit $2
            """.formatted(REMOVED);

    private final Pool pool;

    SuppressionList(Pool pool) {
        this.pool = pool;
    }

    /** @param added whether it is new */
    record Added(SuppressionViews.Listed suppression, boolean added) {}

    /** @param place in the order of removals, from 1 */
    record Removed(long place, SuppressionViews.Removal removal) {}

    Uni<Optional<SuppressionViews.Listed>> find(String key) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(key))
                .map(rows -> all(rows, SuppressionList::suppression).stream().findFirst());
    }

    /** The one that holds for an address: its own, or that of its domain. */
    Uni<Optional<SuppressionViews.Listed>> holding(String key) {
        String[] keys = {key, key.substring(key.lastIndexOf('@'))};
        return pool.preparedQuery(HOLDING)
                .execute(Tuple.of(keys))
                .map(rows -> all(rows, SuppressionList::suppression).stream()
                        .max(Comparator.comparing(found -> found.email().equals(key))));
    }

    /** Those after {@code after}, in the order in which PostgreSQL sorts their keys. */
    Uni<List<SuppressionViews.Listed>> page(String after, int rows) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(after, rows))
                .map(page -> all(page, SuppressionList::suppression));
    }

    /** Leaves the one that is there as it is: its reason and time are evidence. */
    Uni<Added> add(String key, String reason) {
        return pool.preparedQuery(ADD)
                .execute(Tuple.of(key, reason == null ? NO_REASON : reason))
                .chain(rows -> rows.size() > 0
                        ? Uni.createFrom()
                                .item(new Added(suppression(rows.iterator().next()), true))
                        // Nobody there any more: it was removed in between.
                        : find(key)
                                .chain(found -> found.isPresent()
                                        ? Uni.createFrom().item(new Added(found.get(), false))
                                        : add(key, reason)));
    }

    /** The number of those that are new. */
    Uni<Integer> add(SortedMap<String, Entry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        Tuple columns = Tuple.of(
                entries.keySet().toArray(String[]::new),
                entries.values().stream().map(Entry::reason).toArray(String[]::new),
                entries.values().stream()
                        .map(entry -> entry.since().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return pool.preparedQuery(IMPORT).execute(columns).map(RowSet::rowCount);
    }

    /** Empty if there was none. */
    Uni<Optional<SuppressionViews.Removal>> remove(String key, String remover) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(key, remover))
                .map(rows -> all(rows, SuppressionList::removed).stream()
                        .map(Removed::removal)
                        .findFirst());
    }

    /**
     * The newest first.
     *
     * @param key null for those of all addresses
     * @param before a place that is not among them any more
     */
    Uni<List<Removed>> removals(String key, long before, int rows) {
        Uni<RowSet<Row>> page = key == null
                ? pool.preparedQuery(REMOVALS).execute(Tuple.of(before, rows))
                : pool.preparedQuery(REMOVALS_OF).execute(Tuple.of(before, rows, key));
        return page.map(found -> all(found, SuppressionList::removed));
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> row) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(each -> all.add(row.apply(each)));
        return all;
    }

    private static SuppressionViews.Listed suppression(Row row) {
        return new SuppressionViews.Listed(row.getString(0), row.getString(1), row.getString(2), instant(row, 3));
    }

    private static Removed removed(Row row) {
        return new Removed(
                row.getLong(0),
                new SuppressionViews.Removal(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        instant(row, 4),
                        instant(row, 5),
                        row.getString(6)));
    }

    private static Instant instant(Row row, int column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
