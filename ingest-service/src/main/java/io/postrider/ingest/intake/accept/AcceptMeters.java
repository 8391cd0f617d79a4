package io.postrider.ingest.intake.accept;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.ingest.model.Submission;
import io.postrider.mail.Lane;
import io.postrider.store.messages.NewMessage;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Counts accepted recipients and the transactions that they share. */
@Singleton
public class AcceptMeters {
    private final MeterRegistry registry;
    private final Map<Lane, Counter> recipientsAccepted = new EnumMap<>(Lane.class);
    private final Counter repeated;
    private final DistributionSummary acceptGroup;

    public AcceptMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Lane lane : Lane.values()) {
            recipientsAccepted.put(
                    lane,
                    Counter.builder("postrider.ingest.accepted.recipients")
                            .description("Recipients answered 202")
                            .tag("lane", lane.word())
                            .register(registry));
        }
        repeated = Counter.builder("postrider.ingest.repeated")
                .description("Requests answered with the first answer of their Idempotency-Key")
                .register(registry);
        acceptGroup = DistributionSummary.builder("postrider.ingest.accept.group")
                .description("Requests sharing a transaction")
                .register(registry);
    }

    /** @param repeated whether it had been accepted before, by its Idempotency-Key */
    public void accepted(Submission submission, boolean repeated) {
        if (repeated) {
            this.repeated.increment();
            return;
        }
        for (NewMessage message : submission.messages()) {
            recipientsAccepted
                    .get(message.head().lane())
                    .increment(message.recipients().size());
        }
    }

    public void acceptGroup(int requests) {
        acceptGroup.record(requests);
    }

    public void acceptWaiting(Supplier<Number> weight) {
        Gauge.builder("postrider.ingest.accept.waiting", weight)
                .description("Weight of the requests waiting for a transaction")
                .register(registry);
    }
}
