package io.postrider.sender.settle;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.postrider.mail.Lane;
import io.postrider.service.Counters;
import io.postrider.store.deliveries.Outcome;
import io.postrider.store.deliveries.Outcome.Cause;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The outcomes of attempts. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class SettleMeters {
    private static final String NO_ROUTE = "none";

    /** Bounds from the desired time of a password reset to the longest expiry that most callers set. */
    private static final Duration[] DELIVERY_TIMES = {
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(6),
        Duration.ofHours(24),
        Duration.ofHours(72)
    };

    private final Map<Lane, Timer> deliveryTimes = new EnumMap<>(Lane.class);
    private final Counters counters;

    public SettleMeters(MeterRegistry registry) {
        this.counters = new Counters(registry);
        for (Lane lane : Lane.values()) {
            deliveryTimes.put(
                    lane,
                    Timer.builder("postrider.sender.delivery.time")
                            .description("Time from the acceptance of a mail, or from its send_at, to its delivery")
                            .tag("lane", lane.word())
                            .serviceLevelObjectives(DELIVERY_TIMES)
                            .register(registry));
        }
    }

    /** One attempt's outcome, and what a refusal means. */
    public void outcome(Outcome outcome) {
        Cause cause = outcome.cause();
        String route = cause.route() == null ? NO_ROUTE : cause.route();
        counters.counter(
                        "postrider.sender.outcomes",
                        "Outcomes of attempts; the route is none where no route had the mail",
                        "state",
                        outcome.state().word(),
                        "route",
                        route)
                .increment();
        if (cause.bounce() != null) {
            counters.counter(
                            "postrider.sender.refusals",
                            "Refusals by mail servers, by what they mean",
                            "category",
                            cause.bounce().category().word(),
                            "permanence",
                            cause.bounce().permanent() ? "permanent" : "temporary",
                            "route",
                            route)
                    .increment();
        }
    }

    /**
     * A mail was delivered.
     *
     * @param age time since it was accepted, or due if that was later; not counted if clock skew makes it negative
     */
    public void delivered(Lane lane, Duration age) {
        if (!age.isNegative()) {
            deliveryTimes.get(lane).record(age);
        }
    }
}
