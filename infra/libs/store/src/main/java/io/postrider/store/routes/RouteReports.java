package io.postrider.store.routes;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Each sender's report about each route, so that one answer of the API can show all of them. */
@ApplicationScoped
public class RouteReports {
    /** Seconds without a report after which a sender is considered gone. */
    public static final int ALIVE_SECONDS = 15;

    private static final String REPORT = """
            with reported as (
                insert into route_report (sender, route, at, report)
                select $1, g.route, now(), g.report::jsonb from unnest($2::text[], $3::text[]) as g(route, report)
                on conflict (sender, route) do update set at = excluded.at, report = excluded.report
            ), forgotten as (
                delete from route_report
                where at < now() - interval '1 hour' or sender = $1 and not route = any($2::text[])
            )
            select count(distinct sender) from route_report where sender <> $1 and at > now() - $4 * interval '1 second'
            """;

    private static final String ALIVE = """
            select route, sender, at, report from route_report where at > now() - interval '%d seconds' order by route, sender
            """.formatted(ALIVE_SECONDS);

    /** A sender's report about a route. */
    public record RouteReport(String route, String sender, Instant at, Map<String, Object> report) {}

    private final Pool pool;

    @Inject
    public RouteReports(Pool pool) {
        this.pool = pool;
    }

    /**
     * Reports the state of this sender's routes and replaces its last report.
     *
     * @return the number of live senders, including this one. Fails while PostgreSQL is away.
     */
    public Uni<Integer> report(String sender, Map<String, JsonObject> reports) {
        List<String> routes = List.copyOf(reports.keySet());
        Tuple tuple = Tuple.of(
                sender,
                routes.toArray(String[]::new),
                routes.stream().map(route -> reports.get(route).encode()).toArray(String[]::new),
                ALIVE_SECONDS);
        return pool.preparedQuery(REPORT)
                .execute(tuple)
                .map(rows -> rows.iterator().next().getLong(0).intValue() + 1);
    }

    /** The reports of all live senders, by route and sender. */
    public static Uni<List<RouteReport>> alive(SqlClient client) {
        return client.query(ALIVE).execute().map(rows -> {
            List<RouteReport> all = new ArrayList<>(rows.size());
            rows.forEach(row -> all.add(new RouteReport(
                    row.getString(0),
                    row.getString(1),
                    row.getOffsetDateTime(2).toInstant(),
                    report(row.getValue(3)))));
            return all;
        });
    }

    private static Map<String, Object> report(Object value) {
        return value instanceof JsonObject report ? report.getMap() : Map.of();
    }
}
