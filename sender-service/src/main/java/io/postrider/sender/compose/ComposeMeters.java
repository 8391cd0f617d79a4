package io.postrider.sender.compose;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.mail.Lane;
import io.postrider.service.Counters;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Meters of composing. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class ComposeMeters {
    private final Counters counters;
    private final MeterRegistry registry;

    public ComposeMeters(MeterRegistry registry) {
        this.registry = registry;
        this.counters = new Counters(registry);
    }

    /**
     * The memory reserved for a lane's mails while they are composed and sent, and the number of mails waiting for
     * memory.
     */
    public void mailsInFlight(Lane lane, LongSupplier bytes, IntSupplier waiting) {
        Gauge.builder("postrider.sender.mails.bytes", bytes::getAsLong)
                .description("Memory reserved for mails being composed or sent")
                .tag("lane", lane.word())
                .register(registry);
        Gauge.builder("postrider.sender.mails.waiting", waiting::getAsInt)
                .description("Mails waiting for memory")
                .tag("lane", lane.word())
                .register(registry);
    }

    /** A mail was sent unsigned: DKIM keys exist, but none for its domain. */
    public void unsigned() {
        counters.counter(
                        "postrider.sender.mails.unsigned",
                        "Mails sent without a signature because no DKIM key is for their domain")
                .increment();
    }
}
