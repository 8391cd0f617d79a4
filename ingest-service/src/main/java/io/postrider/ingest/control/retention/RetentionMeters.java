package io.postrider.ingest.control.retention;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** How far ahead the partitions reach. */
@Singleton
class RetentionMeters {
    private final MeterRegistry registry;

    RetentionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void weeksAhead(Supplier<Number> weeks) {
        Gauge.builder("postrider.ingest.partitions.ahead", weeks)
                .description("Weeks after this one that have partitions; NaN while PostgreSQL does not answer")
                .register(registry);
    }
}
