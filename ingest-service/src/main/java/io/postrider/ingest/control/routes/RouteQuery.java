package io.postrider.ingest.control.routes;

import io.postrider.ingest.control.routes.RouteViews.Held;
import io.postrider.ingest.control.routes.RouteViews.Route;
import io.postrider.ingest.control.routes.RouteViews.Sender;
import io.postrider.ingest.control.routes.RouteViews.Suspension;
import io.postrider.ingest.control.routes.RouteViews.Throttle;
import io.postrider.store.limits.Throttles;
import io.postrider.store.routes.RouteReports;
import io.postrider.store.routes.Suspensions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the known state of all routes. */
@Singleton
class RouteQuery {
    private final Pool pool;

    RouteQuery(Pool pool) {
        this.pool = pool;
    }

    /** @param reported whether any sender is running */
    record Known(SortedMap<String, Route> routes, boolean reported) {
        boolean has(String name) {
            return routes.containsKey(name);
        }
    }

    /** All routes that a sender reports or that are suspended, by name. */
    Uni<Known> execute() {
        return pool.withConnection(connection -> RouteReports.alive(connection)
                .chain(reports -> Suspensions.stored(connection)
                        .chain(suspensions ->
                                Throttles.usage(connection).map(usage -> known(reports, suspensions, usage)))));
    }

    private static Known known(
            List<RouteReports.RouteReport> reports,
            List<Suspensions.Stored> suspensions,
            List<Throttles.Usage> throttles) {
        SortedMap<String, Route> routes = new TreeMap<>();
        for (RouteReports.RouteReport report : reports) {
            route(routes, report.route()).senders().add(new Sender(report.sender(), report.at(), report.report()));
        }
        for (Suspensions.Stored suspension : suspensions) {
            suspend(routes, suspension);
        }
        for (Throttles.Usage usage : throttles) {
            String name = usage.limit();
            int slash = name.indexOf('/');
            Route route = routes.get(slash < 0 ? name : name.substring(0, slash));
            if (route != null) {
                route.throttles().add(throttle(slash < 0 ? null : name.substring(slash + 1), usage));
            }
        }
        return new Known(routes, !reports.isEmpty());
    }

    private static void suspend(Map<String, Route> routes, Suspensions.Stored stored) {
        Route route = route(routes, stored.hold().route());
        if (stored.hold().wholeRoute()) {
            Suspension suspension = new Suspension(stored.reason(), stored.since(), stored.origin());
            routes.put(
                    route.name(),
                    new Route(route.name(), suspension, route.held(), route.senders(), route.throttles()));
        } else {
            route.held()
                    .add(new Held(stored.hold().fromDomain(), stored.hold().site(), stored.reason(), stored.since()));
        }
    }

    private static Route route(Map<String, Route> routes, String name) {
        return routes.computeIfAbsent(
                name, absent -> new Route(name, null, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }

    private static Throttle throttle(String site, Throttles.Usage usage) {
        return new Throttle(site, usage.factor(), usage.nextAt(), usage.day(), usage.dayMails());
    }

    /** Sorted by name. */
    static List<Route> list(Known known) {
        return List.copyOf(known.routes().values());
    }
}
