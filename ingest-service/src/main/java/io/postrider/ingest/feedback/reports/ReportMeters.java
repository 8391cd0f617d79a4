package io.postrider.ingest.feedback.reports;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Counts reports by mail and their effects. */
@Singleton
public class ReportMeters {
    private final MeterRegistry registry;

    public ReportMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param category the word of {@link io.postrider.replies.Category} */
    public void reportedBounce(String category) {
        Counter.builder("postrider.ingest.reports.bounced")
                .description("Deliveries whose bounce came back by mail")
                .tag("category", category)
                .register(registry)
                .increment();
    }

    public void reportedComplaint() {
        Counter.builder("postrider.ingest.reports.complained")
                .description("Deliveries that their recipients complained about")
                .register(registry)
                .increment();
    }

    public void reportedUnsubscribe() {
        Counter.builder("postrider.ingest.reports.unsubscribed")
                .description("Deliveries whose recipients unsubscribed through their provider")
                .register(registry)
                .increment();
    }

    /** @param reason why a mail was accepted but changed nothing */
    public void reportDropped(String reason) {
        Counter.builder("postrider.ingest.reports.dropped")
                .description("Mails to the listener for reports that changed nothing")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    public void postmasterMail() {
        Counter.builder("postrider.ingest.reports.postmaster")
                .description("Mails to postmaster that were forwarded")
                .register(registry)
                .increment();
    }

    public void reportConnections(Supplier<Number> open) {
        Gauge.builder("postrider.ingest.reports.connections", open)
                .description("Open connections of the listener for reports")
                .register(registry);
    }

    /** @param reason why a recipient, mail or connection was refused */
    public void reportRefused(String reason) {
        Counter.builder("postrider.ingest.reports.refused")
                .description("Refusals by the listener for reports")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}
