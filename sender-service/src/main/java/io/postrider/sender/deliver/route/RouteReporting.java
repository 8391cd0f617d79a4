package io.postrider.sender.deliver.route;

import io.postrider.sender.deliver.transport.Transport;
import io.postrider.store.routes.RouteReports;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Reports this sender's view of its routes every two seconds, and reads the number of senders. */
@ApplicationScoped
public class RouteReporting {
    private static final Logger LOG = Logger.getLogger(RouteReporting.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final RouteReports reports;
    private final Vertx vertx;
    private final String name;
    private final AtomicBoolean reporting = new AtomicBoolean();
    private volatile int senders = 1;
    private long timer = -1;

    public RouteReporting(RouteReports reports, Vertx vertx) {
        this.reports = reports;
        this.vertx = vertx;
        // The host name that an operator knows, and a random part that distinguishes it from an earlier process on the
        // same host.
        this.name = System.getenv().getOrDefault("HOSTNAME", "sender") + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    public void begin(Supplier<List<RouteState>> states) {
        timer = vertx.setPeriodic(EVERY.toMillis(), tick -> report(states.get()));
    }

    /** Runs before the routes are closed, because their state cannot be read afterwards. */
    public void end() {
        vertx.cancelTimer(timer);
    }

    /** Senders number of live senders, including this one; 1 as long as nothing is known. */
    public int senders() {
        return senders;
    }

    private void report(List<RouteState> states) {
        if (!reporting.compareAndSet(false, true)) {
            return;
        }
        Map<String, JsonObject> reported = new LinkedHashMap<>();
        states.forEach(state -> reported.put(state.route(), json(state)));
        reports.report(name, reported)
                .onTermination()
                .invoke(() -> reporting.set(false))
                .subscribe()
                .with(
                        alive -> senders = alive,
                        failure -> LOG.debugf("route states could not be reported: %s", failure.getMessage()));
    }

    private static JsonObject json(RouteState state) {
        Transport.Figures figures = state.figures();
        JsonObject json = new JsonObject()
                .put("breaker", state.breaker())
                .put("since", state.since().toString())
                .put("connections", figures.connections())
                .put("waiting", figures.waiting())
                .put("accepted", figures.accepted())
                .put("refused", figures.refused())
                .put("unreachable", figures.unreachable())
                .put("interrupted", figures.interrupted());
        if (state.obstacle() != null) {
            json.put("obstacle", state.obstacle());
        }
        return state.fault() == null ? json : json.put("why", state.fault());
    }
}
