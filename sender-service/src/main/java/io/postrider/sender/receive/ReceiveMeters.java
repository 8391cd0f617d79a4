package io.postrider.sender.receive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.mail.Lane;
import jakarta.enterprise.context.ApplicationScoped;

/** What the step receives. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class ReceiveMeters {
    private final MeterRegistry registry;

    public ReceiveMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Recipients received. */
    public void received(Lane lane, int recipients) {
        counter("postrider.sender.received", "Recipients received", "lane", lane.word())
                .increment(recipients);
    }

    /** Recipients that were handled before: the broker delivered their batch a second time. */
    public void repeated(int recipients) {
        if (recipients > 0) {
            counter("postrider.sender.repeated", "Recipients of a repeated batch that were handled before")
                    .increment(recipients);
        }
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }
}
