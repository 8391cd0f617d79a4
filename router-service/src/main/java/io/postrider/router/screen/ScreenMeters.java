package io.postrider.router.screen;

import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.service.Counters;
import io.postrider.store.deliveries.State;
import jakarta.enterprise.context.ApplicationScoped;

/** Meters of screening. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class ScreenMeters {
    private final Counters counters;

    public ScreenMeters(MeterRegistry registry) {
        this.counters = new Counters(registry);
    }

    /** Recipients that the router does not forward, by final state. */
    public void screened(State state) {
        counters.counter(
                        "postrider.router.screened",
                        "Recipients that the router does not forward, by final state",
                        "state",
                        state.word())
                .increment();
    }

    /** Recipients that were handled before: the broker delivered their batch a second time. */
    public void repeated(int recipients) {
        if (recipients > 0) {
            counters.counter("postrider.router.repeated", "Recipients of a repeated batch that were handled before")
                    .increment(recipients);
        }
    }
}
