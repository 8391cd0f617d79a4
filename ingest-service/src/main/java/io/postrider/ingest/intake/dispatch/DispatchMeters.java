package io.postrider.ingest.intake.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.ingest.model.OutboxLag;
import io.postrider.mail.Lane;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Counts publishes, and how far they are behind. */
@Singleton
class DispatchMeters {
    private final MeterRegistry registry;
    private final Map<Lane, Counter> published = new EnumMap<>(Lane.class);
    private final Map<Lane, Counter> publishFailed = new EnumMap<>(Lane.class);
    private final Map<Lane, Counter> leftToPoll = new EnumMap<>(Lane.class);
    private final Map<Lane, Counter> polled = new EnumMap<>(Lane.class);
    private final Counter markFailed;

    DispatchMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Lane lane : Lane.values()) {
            published.put(lane, laneCounter("postrider.ingest.published", "Batches that the broker has settled", lane));
            publishFailed.put(
                    lane, laneCounter("postrider.ingest.publish.failed", "Failed publishes, which are retried", lane));
            leftToPoll.put(
                    lane,
                    laneCounter(
                            "postrider.ingest.left.to.poll",
                            "Batches left to the poller: queue in memory full, or no link",
                            lane));
            polled.put(lane, laneCounter("postrider.ingest.polled", "Batches taken from the outbox by a poll", lane));
        }
        markFailed = Counter.builder("postrider.ingest.mark.failed")
                .description("Published batches that could not be marked and will be published again")
                .register(registry);
    }

    private Counter laneCounter(String name, String description, Lane lane) {
        return Counter.builder(name)
                .description(description)
                .tag("lane", lane.word())
                .register(registry);
    }

    void lag(OutboxLag lag) {
        for (Lane lane : Lane.values()) {
            Gauge.builder("postrider.ingest.outbox.lag", () -> lag.known() ? lag.seconds(lane) : Double.NaN)
                    .description(
                            "How long the oldest due batch has waited for its publish; NaN while PostgreSQL is away")
                    .baseUnit("seconds")
                    .tag("lane", lane.word())
                    .register(registry);
        }
    }

    void inFlight(Lane lane, Supplier<Number> slots) {
        Gauge.builder("postrider.ingest.dispatch.in.flight", slots)
                .description("Slots of the window in use")
                .tag("lane", lane.word())
                .register(registry);
    }

    void published(Lane lane) {
        published.get(lane).increment();
    }

    void publishFailed(Lane lane) {
        publishFailed.get(lane).increment();
    }

    void leftToPoll(Lane lane) {
        leftToPoll.get(lane).increment();
    }

    void polled(Lane lane, int batches) {
        polled.get(lane).increment(batches);
    }

    void markFailed() {
        markFailed.increment();
    }
}
