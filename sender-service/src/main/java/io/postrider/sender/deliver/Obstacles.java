package io.postrider.sender.deliver;

import io.postrider.routing.Route;
import io.postrider.sender.Passage;
import io.postrider.sender.deliver.Transports.Entry;
import io.postrider.store.routes.Hold;
import io.postrider.store.routes.Suspensions;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What keeps mail from a route now: the routes file, a suspension, a hold, or its breaker. */
final class Obstacles {
    private static final Passage ANY = new Passage(null, null);

    private final Suspensions suspensions;
    private final Map<String, Instant> suspendedInFile = new ConcurrentHashMap<>();

    Obstacles(Suspensions suspensions) {
        this.suspensions = suspensions;
    }

    /** Forgets removed routes. */
    void keep(List<Route> routes) {
        suspendedInFile.keySet().retainAll(routes.stream().map(Route::name).toList());
    }

    /** Why this route may not be used at all, or null. */
    String on(Entry entry) {
        return on(entry, ANY);
    }

    /** Why this route may not be used for this passage, or null. */
    String on(Entry entry, Passage passage) {
        String held = decided(entry, passage);
        if (held != null) {
            return held;
        }
        return entry.breaker().turnsAway() ? entry.breaker().why() : null;
    }

    /** The same without the breaker: suspensions only. */
    String decided(Entry entry, Passage passage) {
        Hold hold = hold(entry, passage);
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

    /** How long there has been an obstacle; zero if there is none. */
    Duration age(Entry entry, Passage passage) {
        Instant since = inFile(entry) ? suspendedInFile.get(entry.route().name()) : null;
        Hold hold = hold(entry, passage);
        Suspensions.Reason reason = hold == null ? null : suspensions.all().get(hold);
        if (reason != null && (since == null || reason.since().isBefore(since))) {
            since = reason.since();
        }
        if (since == null && entry.breaker().status().state() != CircuitBreakerState.CLOSED) {
            since = entry.breaker().status().since();
        }
        return since == null ? Duration.ZERO : Duration.between(since, Instant.now());
    }

    private Hold hold(Entry entry, Passage passage) {
        return suspensions.on(entry.route().name(), passage.fromDomain(), passage.site());
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
