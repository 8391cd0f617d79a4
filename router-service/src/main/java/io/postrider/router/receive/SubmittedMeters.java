package io.postrider.router.receive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.mail.Lane;
import jakarta.enterprise.context.ApplicationScoped;

/** What the step receives. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class SubmittedMeters {
    private final MeterRegistry registry;

    public SubmittedMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Recipients received. */
    public void received(Lane lane, int recipients) {
        counter("postrider.router.received", "Recipients received", "lane", lane.word())
                .increment(recipients);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }
}
