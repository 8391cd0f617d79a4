package io.postrider.store.limits;

import io.postrider.store.Retries;
import io.postrider.store.limits.Booking.Grant;
import io.postrider.store.limits.Throttle.Booked;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The limits of the routes, shared by all senders: each batch reserves slots here before it is sent, serialised by
 * PostgreSQL's row locks and timed by its clock. Waits while PostgreSQL is away, see {@link Retries}.
 */
@ApplicationScoped
public class Throttles {
    private static final String COLUMNS =
            "name, next_at, line_at, urgent_at, urgent_line_at, factor, adjusted_at, day, day_mails";
    private static final String NEW = """
            insert into throttle (name, next_at, line_at, urgent_at, urgent_line_at, factor, adjusted_at, day, day_mails)
            select name, now(), now(), now(), now(), 1, now(), (now() at time zone 'utc')::date, 0
            from unnest($1::text[]) as g(name) order by name
            on conflict (name) do nothing
            """;
    private static final String LOCK = "select " + COLUMNS
            + ", clock_timestamp() from throttle where name = any($1::text[]) order by name for update";
    private static final String STORE = """
            update throttle t
            set next_at = g.next_at, line_at = g.line_at, urgent_at = g.urgent_at, urgent_line_at = g.urgent_line_at,
                factor = g.factor, adjusted_at = g.adjusted_at, day = g.day, day_mails = g.day_mails
            from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[],
                        $6::float8[], $7::timestamptz[], $8::date[], $9::int[])
                as g(name, next_at, line_at, urgent_at, urgent_line_at, factor, adjusted_at, day, day_mails)
            where t.name = g.name
            """;

    private static final String PAGE =
            "select name, factor, next_at, day, day_mails from throttle order by name limit 10000";

    private static final String GIVE_BACK = """
            update throttle set day_mails = greatest(0, day_mails - $2)
            where name = any($1::text[]) and day = (now() at time zone 'utc')::date
            """;

    private final Pool pool;

    @Inject
    public Throttles(Pool pool) {
        this.pool = pool;
    }

    /**
     * How far a limit is booked.
     *
     * @param limit its name: a route, or a route, {@code /} and a site
     * @param factor share of the full rate, at most 1
     * @param nextAt when it has room again
     * @param day in UTC
     * @param dayMails booked on that day
     */
    public record Usage(String limit, double factor, Instant nextAt, LocalDate day, int dayMails) {}

    /** The throttles of some limits at one moment, locked. */
    record Locked(Instant now, Map<String, Throttle> throttles) {}

    /**
     * Books a batch's mails under all its limits at once.
     *
     * @param limits at least one, with distinct names
     */
    public Uni<Grant> book(List<Limit> limits, Booking booking, Recovery recovery) {
        List<String> names = limits.stream().map(Limit::name).toList();
        return Retries.whileAway(pool.withTransaction(connection -> locked(connection, names)
                .chain(locked -> {
                    Schedule schedule = new Schedule(locked, limits, recovery);
                    Grant grant = schedule.book(booking);
                    return store(connection, schedule.throttles()).replaceWith(grant);
                })));
    }

    /**
     * The provider throttled us.
     *
     * @return the current share of the full rate; unchanged if it has just been lowered
     */
    public Uni<Double> slowDown(Limit limit, Recovery recovery) {
        return Retries.whileAway(pool.withTransaction(connection -> locked(connection, List.of(limit.name()))
                .chain(locked -> {
                    Throttle slowed = locked.throttles()
                            .get(limit.name())
                            .at(locked.now(), recovery)
                            .slowed(locked.now());
                    return store(connection, Map.of(limit.name(), slowed)).replaceWith(slowed.factor());
                })));
    }

    /** Subtracts mails from the day's count that were booked but reached no server. Waits like {@link #book}. */
    public Uni<Void> giveBack(List<Limit> limits, int mails) {
        String[] names = limits.stream().map(Limit::name).toArray(String[]::new);
        return Retries.whileAway(
                pool.preparedQuery(GIVE_BACK).execute(Tuple.of(names, mails)).replaceWithVoid());
    }

    /** The state of all limits that were ever booked, at most 10,000, by name. Fails while PostgreSQL is away. */
    public static Uni<List<Usage>> usage(SqlClient client) {
        return client.query(PAGE).execute().map(rows -> {
            List<Usage> all = new ArrayList<>(rows.size());
            rows.forEach(row -> all.add(
                    new Usage(row.getString(0), row.getDouble(1), at(row, 2), row.getLocalDate(3), row.getInteger(4))));
            return all;
        });
    }

    private static Uni<Locked> locked(SqlConnection connection, List<String> names) {
        Tuple wanted = Tuple.of(names.toArray(String[]::new));
        return connection.preparedQuery(LOCK).execute(wanted).chain(rows -> {
            if (rows.size() == names.size()) {
                return Uni.createFrom().item(read(rows));
            }
            return connection
                    .preparedQuery(NEW)
                    .execute(wanted)
                    .chain(() -> connection.preparedQuery(LOCK).execute(wanted))
                    .map(Throttles::read);
        });
    }

    private static Locked read(RowSet<Row> rows) {
        Map<String, Throttle> throttles = new HashMap<>();
        Instant now = Instant.MIN;
        for (Row row : rows) {
            Throttle throttle = new Throttle(
                    new Booked(at(row, 1), at(row, 2)),
                    new Booked(at(row, 3), at(row, 4)),
                    row.getDouble(5),
                    at(row, 6),
                    row.getLocalDate(7),
                    row.getInteger(8));
            throttles.put(row.getString(0), throttle);
            now = Throttle.later(now, at(row, 9));
        }
        return new Locked(now, throttles);
    }

    private static Instant at(Row row, int column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static Uni<Void> store(SqlConnection connection, Map<String, Throttle> throttles) {
        List<String> names = new ArrayList<>(throttles.keySet());
        List<Throttle> values = names.stream().map(throttles::get).toList();
        return connection
                .preparedQuery(STORE)
                .execute(Tuple.from(List.of(
                        names.toArray(String[]::new),
                        times(values, throttle -> throttle.others().nextAt()),
                        times(values, throttle -> throttle.others().lineAt()),
                        times(values, throttle -> throttle.urgent().nextAt()),
                        times(values, throttle -> throttle.urgent().lineAt()),
                        values.stream().map(Throttle::factor).toArray(Double[]::new),
                        times(values, Throttle::adjustedAt),
                        values.stream().map(Throttle::day).toArray(LocalDate[]::new),
                        values.stream().map(Throttle::dayMails).toArray(Integer[]::new))))
                .replaceWithVoid();
    }

    private static OffsetDateTime[] times(List<Throttle> throttles, Function<Throttle, Instant> time) {
        return throttles.stream()
                .map(throttle -> time.apply(throttle).atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }
}
