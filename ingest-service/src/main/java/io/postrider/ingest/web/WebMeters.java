package io.postrider.ingest.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts refused requests. */
@Singleton
public class WebMeters {
    private final MeterRegistry registry;

    public WebMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param reason the reason of the problem document */
    public void refused(String reason) {
        Counter.builder("postrider.ingest.refused")
                .description("Requests answered with a problem document")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}
