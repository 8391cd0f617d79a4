package io.postrider.sender.model;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Settable gauges, by name and the value of their only tag. The initial value is 1. */
public final class Gauges {
    private final MeterRegistry registry;
    private final Map<String, AtomicReference<Double>> all = new ConcurrentHashMap<>();

    public Gauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The value of a gauge, which is registered when it is first asked for. */
    public AtomicReference<Double> of(String name, String description, String tag, String value) {
        return all.computeIfAbsent(name + "/" + value, first -> {
            AtomicReference<Double> figure = new AtomicReference<>(1.0);
            Gauge.builder(name, figure::get)
                    .description(description)
                    .tag(tag, value)
                    .register(registry);
            return figure;
        });
    }
}
