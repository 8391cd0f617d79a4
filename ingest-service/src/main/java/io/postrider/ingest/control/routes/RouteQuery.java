package io.postrider.ingest.control.routes;

import io.postrider.ingest.control.routes.RouteViews.Held;
import io.postrider.ingest.control.routes.RouteViews.Route;
import io.postrider.ingest.control.routes.RouteViews.Sender;
import io.postrider.ingest.control.routes.RouteViews.Suspension;
import io.postrider.ingest.control.routes.RouteViews.Throttle;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what is known of all routes. */
@Singleton
class RouteQuery {
    /** Senders report every two seconds; one that is silent for this long is considered gone. */
    private static final String REPORTS = """
            select route, sender, at, report from route_report where at > now() - interval '15 seconds' order by route, sender
            """;

    private static final String SUSPENSIONS = """
            select route, null, null, reason, since, origin, true from route_suspension
            union all
            (select route, nullif(from_domain, ''), nullif(site, ''), reason, since, 'refusals', false from route_hold
             order by since limit 10000)
            """;
    private static final String THROTTLES =
            "select name, factor, next_at, day, day_mails from throttle order by name limit 10000";

    private final Pool pool;

    RouteQuery(Pool pool) {
        this.pool = pool;
    }

    /** @param reported whether any sender is there */
    record Known(SortedMap<String, Route> routes, boolean reported) {
        boolean has(String name) {
            return routes.containsKey(name);
        }
    }

    /** All that a sender reports or that is suspended, by name. */
    Uni<Known> execute() {
        return pool.withConnection(connection -> connection
                .query(REPORTS)
                .execute()
                .chain(reports -> connection
                        .query(SUSPENSIONS)
                        .execute()
                        .chain(suspensions -> connection
                                .query(THROTTLES)
                                .execute()
                                .map(throttles -> known(reports, suspensions, throttles)))));
    }

    private static Known known(RowSet<Row> reports, RowSet<Row> suspensions, RowSet<Row> throttles) {
        SortedMap<String, Route> routes = new TreeMap<>();
        for (Row row : reports) {
            route(routes, row.getString(0))
                    .senders()
                    .add(new Sender(row.getString(1), row.getOffsetDateTime(2).toInstant(), report(row.getValue(3))));
        }
        for (Row row : suspensions) {
            suspend(routes, row);
        }
        for (Row row : throttles) {
            String name = row.getString(0);
            int slash = name.indexOf('/');
            Route route = routes.get(slash < 0 ? name : name.substring(0, slash));
            if (route != null) {
                route.throttles().add(throttle(slash < 0 ? null : name.substring(slash + 1), row));
            }
        }
        return new Known(routes, reports.size() > 0);
    }

    private static void suspend(Map<String, Route> routes, Row row) {
        Route route = route(routes, row.getString(0));
        String reason = row.getString(3);
        Instant since = row.getOffsetDateTime(4).toInstant();
        if (row.getBoolean(6)) {
            Suspension suspension = new Suspension(reason, since, row.getString(5));
            routes.put(
                    route.name(),
                    new Route(route.name(), suspension, route.held(), route.senders(), route.throttles()));
        } else {
            route.held().add(new Held(row.getString(1), row.getString(2), reason, since));
        }
    }

    private static Route route(Map<String, Route> routes, String name) {
        return routes.computeIfAbsent(
                name, absent -> new Route(name, null, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }

    private static Map<String, Object> report(Object value) {
        return value instanceof JsonObject report ? report.getMap() : Map.of();
    }

    private static Throttle throttle(String site, Row row) {
        return new Throttle(
                site, row.getDouble(1), row.getOffsetDateTime(2).toInstant(), row.getLocalDate(3), row.getInteger(4));
    }

    /** In the order of their names. */
    static List<Route> list(Known known) {
        return List.copyOf(known.routes().values());
    }
}
