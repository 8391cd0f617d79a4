package io.postrider.sender.pace;

import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.sender.model.Gauges;
import io.postrider.sender.model.RouteChoice;
import io.postrider.service.Counters;
import io.postrider.store.limits.Booking.Grant;
import io.postrider.store.limits.Limit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;

/** Meters of the limits of routes. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class PaceMeters {
    private final Gauges gauges;
    private final Counters counters;

    public PaceMeters(MeterRegistry registry) {
        this.counters = new Counters(registry);
        this.gauges = new Gauges(registry);
    }

    /** Counts the mails of a batch that were given a slot on a limited route, and those that must wait. */
    public void booked(RouteChoice choice, Grant grant, int waiting) {
        String route = choice.routes().get(0);
        counters.counter("postrider.sender.booked", "Mails given a slot under the limits of a route", "route", route)
                .increment(grant.mails());
        counters.counter(
                        "postrider.sender.sent.back.in.line",
                        "Mails returned to the outbox because a limit had no free slot",
                        "route",
                        route)
                .increment(waiting);
        choice.limits().forEach(limit -> factor(limit).set(grant.factor()));
    }

    /** A provider throttled us: the share of the full rate now in effect. */
    public void slowed(Limit limit, double factor) {
        counters.counter(
                        "postrider.sender.slowed",
                        "Times a provider throttled us and its rate was lowered",
                        "limit",
                        limit.name())
                .increment();
        factor(limit).set(factor);
    }

    private AtomicReference<Double> factor(Limit limit) {
        return gauges.of(
                "postrider.sender.rate.factor", "The current share of a limit's full rate", "limit", limit.name());
    }
}
