package io.postrider.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counters by name and tags. Each is registered when it is first incremented. */
public final class Counters {
    private final MeterRegistry registry;

    public Counters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param tags alternating names and values */
    public Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }
}
