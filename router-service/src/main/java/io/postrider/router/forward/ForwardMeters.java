package io.postrider.router.forward;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** What the step sends on. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class ForwardMeters {
    private final MeterRegistry registry;

    public ForwardMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Recipients that were sent on to a route. */
    public void forwarded(String route, int recipients) {
        counter("postrider.router.forwarded", "Recipients that were sent on, by their first route", "route", route)
                .increment(recipients);
    }

    /** Recipients without a matching route. */
    public void withoutRoute(int recipients) {
        counter("postrider.router.without.route", "Recipients without a matching route")
                .increment(recipients);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }
}
