package io.postrider.sender.deliver.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.sender.model.Gauges;
import io.postrider.service.Counters;
import io.postrider.store.routes.Hold;
import io.postrider.store.routes.Suspensions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The state of routes, and mails that fail over to another one. Every meter is described in {@code
 * infra/docs/metrics.md}.
 */
@ApplicationScoped
public class RouteMeters {
    private final Gauges gauges;
    private final Counters counters;

    public RouteMeters(MeterRegistry registry) {
        this.counters = new Counters(registry);
        this.gauges = new Gauges(registry);
    }

    /** A mail that a route could not take was offered to the next one. */
    public void failedOver(String route) {
        counters.counter(
                        "postrider.sender.failed.over",
                        "Mails that a route could not take and that were offered to the next",
                        "route",
                        route)
                .increment();
    }

    /** A route's circuit breaker: 0 closed, 1 half open, 2 open. */
    public void breaker(String route, int state) {
        gauges.of(
                        "postrider.sender.breaker",
                        "A route's circuit breaker: 0 closed, 1 half open, 2 open",
                        "route",
                        route)
                .set((double) state);
    }

    public void breakerOpened(String route) {
        counters.counter("postrider.sender.breaker.opened", "Times a route's circuit breaker opened", "route", route)
                .increment();
    }

    /**
     * Whether the current routes or sites file is invalid: then the last good one is in use, and an operator must fix
     * the file.
     */
    public void fileRefused(boolean refused) {
        gauges.of(
                        "postrider.sender.file.refused",
                        "1 while the routes or sites file has a fault and the last good one is in use",
                        "file",
                        "routes or sites")
                .set(refused ? 1.0 : 0.0);
    }

    /** What senders have suspended after refusals: whole routes, and parts of them. */
    public void held(Map<Hold, Suspensions.Reason> all) {
        held("route", all, Hold::wholeRoute);
        held("from_domain", all, hold -> hold.fromDomain() != null);
        held("site", all, hold -> hold.site() != null && hold.fromDomain() == null);
    }

    private void held(String part, Map<Hold, Suspensions.Reason> all, Predicate<Hold> counts) {
        long number = all.entrySet().stream()
                .filter(entry -> entry.getValue().byRefusals() && counts.test(entry.getKey()))
                .count();
        gauges.of("postrider.sender.held", "Parts of routes that senders suspended after refusals", "part", part)
                .set((double) number);
    }
}
