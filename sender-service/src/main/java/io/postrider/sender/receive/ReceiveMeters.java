package io.postrider.sender.receive;

import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.mail.Lane;
import io.postrider.service.Counters;
import jakarta.enterprise.context.ApplicationScoped;

/** Meters of receiving. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class ReceiveMeters {
    private final Counters counters;

    public ReceiveMeters(MeterRegistry registry) {
        this.counters = new Counters(registry);
    }

    /** Recipients received. */
    public void received(Lane lane, int recipients) {
        counters.counter("postrider.sender.received", "Recipients received", "lane", lane.word())
                .increment(recipients);
    }

    /** Recipients that were handled before: the broker delivered their batch a second time. */
    public void repeated(int recipients) {
        if (recipients > 0) {
            counters.counter("postrider.sender.repeated", "Recipients of a repeated batch that were handled before")
                    .increment(recipients);
        }
    }
}
