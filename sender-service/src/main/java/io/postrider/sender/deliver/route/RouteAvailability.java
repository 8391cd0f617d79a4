package io.postrider.sender.deliver.route;

import io.postrider.routing.Route;
import io.postrider.sender.deliver.route.Transports.Entry;
import io.postrider.sender.model.SenderAndSite;
import io.postrider.store.routes.Hold;
import io.postrider.store.routes.Suspensions;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Why a route is unavailable now: the routes file, a suspension, a hold, or its breaker. */
public final class RouteAvailability {
    private static final SenderAndSite ANY = new SenderAndSite(null, null);

    private final Suspensions suspensions;
    private final Map<String, Instant> suspendedInFile = new ConcurrentHashMap<>();

    public RouteAvailability(Suspensions suspensions) {
        this.suspensions = suspensions;
    }

    /** Forgets removed routes. */
    public void keep(List<Route> routes) {
        suspendedInFile.keySet().retainAll(routes.stream().map(Route::name).toList());
    }

    /** Why this route may not be used at all, or null. */
    public String on(Entry entry) {
        return on(entry, ANY);
    }

    /** Why this route may not be used for this sender and site, or null. */
    public String on(Entry entry, SenderAndSite senderAndSite) {
        String held = decided(entry, senderAndSite);
        if (held != null) {
            return held;
        }
        return entry.breaker().turnsAway() ? entry.breaker().why() : null;
    }

    /** The same without the breaker: suspensions only. */
    public String decided(Entry entry, SenderAndSite senderAndSite) {
        Hold hold = hold(entry, senderAndSite);
        Suspensions.Reason reason = hold == null ? null : suspensions.all().get(hold);
        boolean inFile = inFile(entry);
        if (reason != null) {
            return "%s is suspended: %s".formatted(hold, reason.text());
        }
        return inFile
                ? "route %s is suspended in the routes file"
                        .formatted(entry.route().name())
                : null;
    }

    /** How long the route has been unavailable; zero if it is available. */
    public Duration age(Entry entry, SenderAndSite senderAndSite) {
        Instant since = inFile(entry) ? suspendedInFile.get(entry.route().name()) : null;
        Hold hold = hold(entry, senderAndSite);
        Suspensions.Reason reason = hold == null ? null : suspensions.all().get(hold);
        if (reason != null && (since == null || reason.since().isBefore(since))) {
            since = reason.since();
        }
        if (since == null && entry.breaker().status().state() != CircuitBreakerState.CLOSED) {
            since = entry.breaker().status().since();
        }
        return since == null ? Duration.ZERO : Duration.between(since, Instant.now());
    }

    private Hold hold(Entry entry, SenderAndSite senderAndSite) {
        return suspensions.on(entry.route().name(), senderAndSite.fromDomain(), senderAndSite.site());
    }

    private boolean inFile(Entry entry) {
        String name = entry.route().name();
        if (!entry.route().suspended()) {
            suspendedInFile.remove(name);
            return false;
        }
        suspendedInFile.putIfAbsent(name, Instant.now());
        return true;
    }
}
