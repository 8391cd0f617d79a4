package io.postrider.router.receive;

import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.mail.Lane;
import io.postrider.service.Counters;
import jakarta.enterprise.context.ApplicationScoped;

/** Meters of receiving. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class SubmittedMeters {
    private final Counters counters;

    public SubmittedMeters(MeterRegistry registry) {
        this.counters = new Counters(registry);
    }

    /** Recipients received. */
    public void received(Lane lane, int recipients) {
        counters.counter("postrider.router.received", "Recipients received", "lane", lane.word())
                .increment(recipients);
    }
}
