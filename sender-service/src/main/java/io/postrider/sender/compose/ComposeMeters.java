package io.postrider.sender.compose;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.mail.Lane;
import io.postrider.service.Counters;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Mails that are composed. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class ComposeMeters {
    private final Counters counters;
    private final MeterRegistry registry;

    public ComposeMeters(MeterRegistry registry) {
        this.registry = registry;
        this.counters = new Counters(registry);
    }

    /** The memory that a lane's mails take while they are composed and sent, and how many wait for some. */
    public void mailsInFlight(Lane lane, LongSupplier bytes, IntSupplier waiting) {
        Gauge.builder("postrider.sender.mails.bytes", bytes::getAsLong)
                .description("Memory reserved for mails that are composed or on their way")
                .tag("lane", lane.word())
                .register(registry);
        Gauge.builder("postrider.sender.mails.waiting", waiting::getAsInt)
                .description("Mails that wait for memory")
                .tag("lane", lane.word())
                .register(registry);
    }

    /** A mail that left unsigned although there are DKIM keys: none of them is for its domain. */
    public void unsigned() {
        counters.counter(
                        "postrider.sender.letters.unsigned",
                        "Mails that left without a signature although there are DKIM keys")
                .increment();
    }
}
