package io.postrider.router.forward;

import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.service.Counters;
import jakarta.enterprise.context.ApplicationScoped;

/** Meters of forwarding. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class ForwardMeters {
    private final Counters counters;

    public ForwardMeters(MeterRegistry registry) {
        this.counters = new Counters(registry);
    }

    /** Recipients forwarded to a route. */
    public void forwarded(String route, int recipients) {
        counters.counter("postrider.router.forwarded", "Recipients forwarded, by their first route", "route", route)
                .increment(recipients);
    }

    /** Recipients without a matching route. */
    public void withoutRoute(int recipients) {
        counters.counter("postrider.router.without.route", "Recipients without a matching route")
                .increment(recipients);
    }
}
