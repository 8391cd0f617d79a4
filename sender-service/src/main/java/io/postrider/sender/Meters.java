package io.postrider.sender;

import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.contract.Lane;
import io.postrider.ledger.Outcome;
import jakarta.enterprise.context.ApplicationScoped;

/** All that sender-service counts. */
@ApplicationScoped
public class Meters {
    private static final String NO_ROUTE = "none";

    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Recipients that came in. */
    public void received(Lane lane, int recipients) {
        registry.counter("postrider.sender.received", "lane", lane.word()).increment(recipients);
    }

    /** Recipients that were handled before: the broker delivered their batch a second time. */
    public void repeated(int recipients) {
        if (recipients > 0) {
            registry.counter("postrider.sender.repeated").increment(recipients);
        }
    }

    /** One attempt's outcome. */
    public void outcome(Outcome outcome) {
        String route =
                outcome.cause().route() == null ? NO_ROUTE : outcome.cause().route();
        registry.counter("postrider.sender.outcomes", "state", outcome.state().word(), "route", route)
                .increment();
    }

    /** A letter that left unsigned although there are DKIM keys: none of them is for its domain. */
    public void unsigned() {
        registry.counter("postrider.sender.letters.unsigned").increment();
    }

    /** A letter that one route could not take and that was offered to the next. */
    public void failedOver(String route) {
        registry.counter("postrider.sender.failed.over", "route", route).increment();
    }
}
