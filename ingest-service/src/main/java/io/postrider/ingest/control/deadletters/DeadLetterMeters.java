package io.postrider.ingest.control.deadletters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.mail.Addresses;
import io.postrider.queue.DeadLetter;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Counts dead letters and the decisions on them. */
@Singleton
class DeadLetterMeters {
    private final MeterRegistry registry;

    DeadLetterMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param origin the address on which the batch died */
    void deadLetter(String origin, DeadLetter.Kind kind) {
        Counter.builder("postrider.ingest.dead.letters")
                .description("Dead letters taken from the broker")
                .tag("origin", Addresses.isOurs(origin) ? origin : DeadLetter.NOWHERE)
                .tag("reason", kind.word())
                .register(registry)
                .increment();
    }

    /** @param decision replayed or discarded */
    void deadDecided(String decision) {
        Counter.builder("postrider.ingest.dead.decided")
                .description("Dead letters replayed or discarded")
                .tag("decision", decision)
                .register(registry)
                .increment();
    }

    /** @param full 1 if no more are taken from the broker */
    void deadWaiting(Supplier<Number> waiting, Supplier<Number> full) {
        Gauge.builder("postrider.ingest.dead.waiting", waiting)
                .description("Dead letters waiting for a decision")
                .register(registry);
        Gauge.builder("postrider.ingest.dead.full", full)
                .description("1 while the number of waiting dead letters has reached postrider.dead.kept")
                .register(registry);
    }
}
