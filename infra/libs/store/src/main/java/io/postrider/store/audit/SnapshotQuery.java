package io.postrider.store.audit;

import io.postrider.store.Ids;
import io.postrider.store.audit.OpenWeek.Key;
import io.postrider.store.audit.OpenWeek.Kind;
import io.postrider.store.audit.OpenWeek.Page;
import io.postrider.store.outbox.DeadLetters;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Counts what is stored. Closed weeks are sums; of open ones only pages with deliveries in flight are read again. No transaction lasts
 * longer than one statement. Accepted and counted recipients are compared exactly all the same: those of the last minutes are read in one
 * statement, and what is older does not change in number.
 */
@ApplicationScoped
public class SnapshotQuery {
    static final int FIRST_FINAL = 10;

    private static final String WEEKS = """
            select to_date(right(c.relname, 8), 'YYYYMMDD') as first_day
            from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'delivery'::regclass and not i.inhdetachpending
              and to_date(right(c.relname, 8), 'YYYYMMDD') <= (now() at time zone 'UTC')::date
              and not exists (select from closed_week w where w.first_day = to_date(right(c.relname, 8), 'YYYYMMDD'))
            """;
    // Final ones are counted by state, those in flight by message, too, each of which is looked up once.
    private static final String COUNTED = """
            , counted as (
                select account_id, state, case when state < 10 then message_id end as message_id, count(*) as deliveries
                from page group by 1, 2, 3
            )
            select account_id, state, sum(deliveries)::bigint,
                   coalesce(sum(deliveries) filter (where
                       (select m.expires_at from message m where m.id = counted.message_id)
                       < now() - interval '%d seconds'), 0)::bigint
            """;
    private static final String PAGE = """
            with page as materialized (
                select message_id, ordinal, account_id, state from delivery
                where (message_id, ordinal) > ($1, $2) and message_id >= $1 and message_id < $3
                order by message_id, ordinal limit $4
            ), last as (
                select message_id, ordinal from page order by message_id desc, ordinal desc limit 1
            )
            """ + COUNTED + """
            , (select message_id from last), (select ordinal from last), (select count(*) from page)
            from counted group by account_id, state
            """;
    private static final String ACCEPTED = """
            with page as materialized (
                select id, recipients from message where id > $1 and id < $2 order by id limit $3
            )
            select coalesce(sum(recipients), 0)::bigint, count(*), (select id from page order by id desc limit 1) from page
            """;
    private static final String FRESH = """
            with page as (
                select message_id, account_id, state from delivery where message_id >= $1
            )
            """ + COUNTED + """
            from counted group by account_id, state
            union all
            select 0, null, coalesce(sum(recipients), 0)::bigint, 0 from message where id >= $1
            """;
    private static final String OTHERS = """
            select now(),
                   (select coalesce(sum(recipients), 0) from outbox_batch where published_at is null)::bigint,
                   not exists (
                        select from (select published_at from outbox_batch order by id desc limit 1000) as newest
                        where published_at > now() - interval '5 seconds')
            """;
    private static final String IN_TIME = "set local statement_timeout = %d";

    /** Expired recipients become final when they are next processed, possibly some minutes later. */
    private static final Duration TOLERATED = Duration.ofMinutes(10);

    /** From the making of an id to the commit of its rows, and between the clocks of two machines, at most. */
    private static final Duration FRESHNESS = Duration.ofMinutes(2);

    /** From the end of a week until it may be closed. */
    private static final Duration OVER = Duration.ofDays(1);

    /** Deliveries of a page, so that no statement takes longer than a connection may be silent (DatabasePool). */
    private static final int ROWS = 100_000;

    private final Pool pool;
    private final int rows;
    private final Map<LocalDate, OpenWeek> weeks = new TreeMap<>();

    @Inject
    public SnapshotQuery(Pool pool) {
        this(pool, ROWS);
    }

    SnapshotQuery(Pool pool, int rows) {
        this.pool = pool;
        this.rows = rows;
    }

    /**
     * Not to be called twice at a time. Fails with a {@link TimeoutException} or the driver's exception; the next call goes on where this
     * one stopped.
     *
     * @param timeout of the whole
     */
    public Uni<Snapshot> execute(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Tally tally = new Tally();
        UUID horizon = Ids.firstOf(Instant.now().minus(FRESHNESS));
        return openWeeks()
                .chain(() -> ClosedWeeks.sums(pool, weeks.keySet(), tally))
                .chain(() -> each(new ArrayList<>(weeks.values()), 0, horizon, deadline))
                .chain(() -> read(deadline, FRESH.formatted(TOLERATED.toSeconds()), Tuple.of(horizon)))
                .invoke(fresh -> fresh.forEach(tally::add))
                .chain(() -> inTime(deadline, DeadLetters::allOutstanding))
                .chain(dead -> read(deadline, OTHERS, Tuple.tuple())
                        .map(others ->
                                tally.snapshot(weeks.values(), others.iterator().next(), dead)));
    }

    private Uni<Void> openWeeks() {
        return pool.query(WEEKS)
                .execute()
                .invoke(rows -> {
                    List<LocalDate> open = new ArrayList<>();
                    rows.forEach(row -> open.add(row.getLocalDate(0)));
                    weeks.keySet().retainAll(open);
                    open.forEach(day -> weeks.computeIfAbsent(day, OpenWeek::new));
                })
                .replaceWithVoid();
    }

    private Uni<Void> each(List<OpenWeek> open, int index, UUID horizon, long deadline) {
        if (index == open.size()) {
            return Uni.createFrom().voidItem();
        }
        OpenWeek week = open.get(index);
        return accepted(week, until(week, horizon), deadline)
                .chain(() -> pages(week, week.next(0), horizon, deadline))
                .chain(() -> each(open, index + 1, horizon, deadline));
    }

    private static UUID until(OpenWeek week, UUID horizon) {
        return Ids.ORDER.compare(week.end, horizon) < 0 ? week.end : horizon;
    }

    private Uni<Void> accepted(OpenWeek week, UUID until, long deadline) {
        return read(deadline, ACCEPTED, Tuple.of(week.acceptedTo(), until, rows))
                .map(page -> page.iterator().next())
                .chain(page -> {
                    if (page.getLong(1) > 0) {
                        week.accept(page.getLong(0), page.getUUID(2));
                    }
                    return page.getLong(1) < rows ? Uni.createFrom().voidItem() : accepted(week, until, deadline);
                });
    }

    private Uni<Void> pages(OpenWeek week, int index, UUID horizon, long deadline) {
        UUID until = until(week, horizon);
        Key from = week.from(index);
        return read(
                        deadline,
                        PAGE.formatted(TOLERATED.toSeconds()),
                        Tuple.of(from.message(), from.ordinal(), until, rows))
                .chain(found -> {
                    if (found.size() == 0) {
                        return Uni.createFrom().voidItem();
                    }
                    boolean more = found.iterator().next().getLong(6) == rows;
                    week.put(index, page(from, found, more || until.equals(week.end)));
                    return more
                            ? pages(week, week.next(index + 1), horizon, deadline)
                            : Uni.createFrom().voidItem();
                });
    }

    private static Page page(Key from, RowSet<Row> found, boolean full) {
        Map<Kind, Long> deliveries = new HashMap<>();
        long overdue = 0;
        Key to = from;
        for (Row row : found) {
            deliveries.put(new Kind(row.getInteger(0), row.getShort(1)), row.getLong(2));
            overdue += row.getLong(3);
            to = new Key(row.getUUID(4), row.getInteger(5));
        }
        return new Page(from, to, deliveries, overdue, full);
    }

    private Uni<RowSet<Row>> read(long deadline, String statement, Tuple parameters) {
        return inTime(
                deadline, connection -> connection.preparedQuery(statement).execute(parameters));
    }

    /** PostgreSQL ends what takes longer: a statement whose client is gone would go on. */
    private <T> Uni<T> inTime(long deadline, Function<SqlConnection, Uni<T>> statement) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        return left <= 0
                ? Uni.createFrom().failure(new TimeoutException("the deliveries are not read in time"))
                : pool.withTransaction(connection ->
                        connection.query(IN_TIME.formatted(left)).execute().chain(() -> statement.apply(connection)));
    }

    /**
     * Closes the weeks that have been over for a day and have nothing in flight, as the last {@link #execute} has found them: their sums
     * are stored, and their deliveries are not read any more.
     *
     * @return the first days of those that were closed
     */
    public Uni<List<LocalDate>> close(Instant now) {
        UUID over = Ids.firstOf(now.minus(OVER));
        List<OpenWeek> closable = weeks.values().stream()
                .filter(week -> Ids.ORDER.compare(week.end, over) < 0 && week.settled())
                .toList();
        return ClosedWeeks.add(pool, closable)
                .map(done -> closable.stream().map(week -> week.firstDay).toList());
    }
}
