package io.postrider.ingest.web.body;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Measures the memory of bodies. */
@Singleton
class BodyMeters {
    private final MeterRegistry registry;

    BodyMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void held(Supplier<Number> bytes) {
        Gauge.builder("postrider.ingest.bodies.held", bytes)
                .description("Memory of the bodies of calls, received and parsed")
                .baseUnit("bytes")
                .register(registry);
    }
}
