package io.postrider.store.suppressions;

import io.postrider.store.Account;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The statements on {@code suppression} and {@code suppression_removal} for API calls. Each finds its rows by a key.
 */
@ApplicationScoped
public class SuppressionList {
    /** Of some addresses. */
    static final String HOLDING =
            "select email, reason, origin, created_at from suppression where account_id = %d and email = any($1::text[])"
                    .formatted(Account.DEFAULT);

    private static final String FIND =
            "select email, reason, origin, created_at from suppression where account_id = %d and email = $1"
                    .formatted(Account.DEFAULT);
    private static final String PAGE = """
            select email, reason, origin, created_at from suppression where account_id = %d and email > $1 order by email limit $2
            """.formatted(Account.DEFAULT);
    private static final String ADD = """
            insert into suppression (account_id, email, reason, origin) values (%d, $1, $2, 'api')
            on conflict (account_id, email) do nothing returning email, reason, origin, created_at
            """.formatted(Account.DEFAULT);
    private static final String IMPORT = """
            insert into suppression (account_id, email, reason, origin, created_at)
            select %d, email, reason, 'import', created_at
            from unnest($1::text[], $2::text[], $3::timestamptz[]) as g(email, reason, created_at)
            on conflict (account_id, email) do nothing
            """.formatted(Account.DEFAULT);
    private static final String REMOVED = "place, email, reason, origin, created_at, removed_at, removed_by";
    private static final String REMOVE =
            "select %s from remove_suppression(%d, $1, $2)".formatted(REMOVED, Account.DEFAULT);
    private static final String REMOVALS =
            "select %s from suppression_removal where account_id = %d and place < $1 order by place desc limit $2"
                    .formatted(REMOVED, Account.DEFAULT);
    private static final String REMOVALS_OF = """
            select %s from suppression_removal where account_id = %d and place < $1 and email = $3
            order by place desc limit $2
            """.formatted(REMOVED, Account.DEFAULT);

    private final Pool pool;

    @Inject
    public SuppressionList(Pool pool) {
        this.pool = pool;
    }

    /** @param added whether it is new */
    public record Added(Suppression suppression, boolean added) {}

    /**
     * A suppression imported from another service.
     *
     * @param key of an address, or {@code @} and a domain
     * @param since when it was suppressed there, not in the future
     */
    public record Imported(String key, String reason, Instant since) {}

    private Uni<Optional<Suppression>> find(String key) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(key))
                .map(rows -> all(rows, row -> suppression(row, 0)).stream().findFirst());
    }

    /** The suppression that applies to an address: its own, or that of its domain. */
    public Uni<Optional<Suppression>> holding(String key) {
        String[] keys = {key, key.substring(key.lastIndexOf('@'))};
        return pool.preparedQuery(HOLDING)
                .execute(Tuple.of(keys))
                .map(rows -> all(rows, row -> suppression(row, 0)).stream()
                        .max(Comparator.comparing(found -> found.of().equals(key))));
    }

    /** The suppressions after {@code after}, in PostgreSQL's sort order of their keys. */
    public Uni<List<Suppression>> page(String after, int rows) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(after, rows))
                .map(page -> all(page, row -> suppression(row, 0)));
    }

    /** Keeps an existing one unchanged: its reason and time are evidence. */
    public Uni<Added> add(String key, String reason) {
        return pool.preparedQuery(ADD)
                .execute(Tuple.of(key, reason))
                .chain(rows -> rows.size() > 0
                        ? Uni.createFrom()
                                .item(new Added(suppression(rows.iterator().next(), 0), true))
                        // It may have been removed in between.
                        : find(key)
                                .chain(found -> found.isPresent()
                                        ? Uni.createFrom().item(new Added(found.get(), false))
                                        : add(key, reason)));
    }

    /**
     * Adds those that do not exist yet.
     *
     * @param sorted by key, so that two calls with the same addresses lock them in the same order
     * @return the number of new ones
     */
    public Uni<Integer> add(List<Imported> sorted) {
        if (sorted.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        Tuple columns = Tuple.of(
                sorted.stream().map(Imported::key).toArray(String[]::new),
                sorted.stream().map(Imported::reason).toArray(String[]::new),
                sorted.stream()
                        .map(entry -> entry.since().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return pool.preparedQuery(IMPORT).execute(columns).map(RowSet::rowCount);
    }

    /** Empty if there was none. */
    public Uni<Optional<SuppressionRemoval>> remove(String key, String remover) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(key, remover))
                .map(rows -> all(rows, SuppressionList::removal).stream().findFirst());
    }

    /**
     * The newest first.
     *
     * @param key null for all addresses
     * @param before the position of the last one on the previous page
     */
    public Uni<List<SuppressionRemoval>> removals(String key, long before, int rows) {
        Uni<RowSet<Row>> page = key == null
                ? pool.preparedQuery(REMOVALS).execute(Tuple.of(before, rows))
                : pool.preparedQuery(REMOVALS_OF).execute(Tuple.of(before, rows, key));
        return page.map(found -> all(found, SuppressionList::removal));
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> row) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(each -> all.add(row.apply(each)));
        return all;
    }

    /** @param first of its four columns */
    static Suppression suppression(Row row, int first) {
        return new Suppression(
                row.getString(first), row.getString(first + 1), row.getString(first + 2), instant(row, first + 3));
    }

    private static SuppressionRemoval removal(Row row) {
        return new SuppressionRemoval(row.getLong(0), suppression(row, 1), instant(row, 5), row.getString(6));
    }

    private static Instant instant(Row row, int column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
