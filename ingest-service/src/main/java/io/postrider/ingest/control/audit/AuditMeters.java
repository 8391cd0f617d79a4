package io.postrider.ingest.control.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** The figures of the last audit, and the depths of the queues. */
@Singleton
class AuditMeters {
    private final MeterRegistry registry;

    AuditMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void queueDepth(String queue, Supplier<Number> batches) {
        Gauge.builder("postrider.ingest.queue.batches", batches)
                .description("Batches on the broker, waiting or in progress; NaN while it does not answer")
                .tag("queue", queue)
                .register(registry);
    }

    /**
     * @param difference recipients that were accepted and are neither final nor in flight
     * @param overdue recipients in flight long after their message has expired
     * @param unaccounted recipients in flight that are in no known place; NaN while unknown
     * @param at time of the audit, in seconds since 1970
     */
    void audit(
            Supplier<Number> difference, Supplier<Number> overdue, Supplier<Number> unaccounted, Supplier<Number> at) {
        Gauge.builder("postrider.audit.difference", difference)
                .description("Accepted recipients that are neither final nor in flight; must be 0")
                .register(registry);
        Gauge.builder("postrider.audit.overdue", overdue)
                .description("Recipients in flight over ten minutes after their message expired; must be 0")
                .register(registry);
        Gauge.builder("postrider.audit.unaccounted", unaccounted)
                .description(
                        "Recipients in flight who are neither in the outbox, nor dead, nor on the broker; must be 0;"
                                + " known only while all queues are empty")
                .register(registry);
        Gauge.builder("postrider.audit.at", at)
                .description("Time of the last audit")
                .baseUnit("seconds")
                .register(registry);
    }
}
