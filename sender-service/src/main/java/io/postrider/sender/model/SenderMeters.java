package io.postrider.sender.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.postrider.mail.Lane;
import io.postrider.store.deliveries.Outcome;
import io.postrider.store.deliveries.Outcome.Cause;
import io.postrider.store.limits.Booking.Grant;
import io.postrider.store.limits.Limit;
import io.postrider.store.routes.Hold;
import io.postrider.store.routes.Suspensions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** All that sender-service counts. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class SenderMeters {
    private static final String NO_ROUTE = "none";

    /** From what a password reset should take to the longest life of a message that most callers set. */
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

    private final MeterRegistry registry;
    private final Map<String, AtomicReference<Double>> gauges = new ConcurrentHashMap<>();
    private final Map<Lane, Timer> deliveryTimes = new EnumMap<>(Lane.class);

    public SenderMeters(MeterRegistry registry) {
        this.registry = registry;
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

    /** Recipients received. */
    public void received(Lane lane, int recipients) {
        counter("postrider.sender.received", "Recipients received", "lane", lane.word())
                .increment(recipients);
    }

    /** Recipients that were handled before: the broker delivered their batch a second time. */
    public void repeated(int recipients) {
        if (recipients > 0) {
            counter("postrider.sender.repeated", "Recipients of a repeated batch that were handled before")
                    .increment(recipients);
        }
    }

    /** One attempt's outcome, and what a refusal means. */
    public void outcome(Outcome outcome) {
        Cause cause = outcome.cause();
        String route = cause.route() == null ? NO_ROUTE : cause.route();
        counter(
                        "postrider.sender.outcomes",
                        "Outcomes of attempts; the route is none where no route had the mail",
                        "state",
                        outcome.state().word(),
                        "route",
                        route)
                .increment();
        if (cause.bounce() != null) {
            counter(
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
     * @param age since it was accepted, or was due if that was later; not counted if clocks disagree so much that it is negative
     */
    public void delivered(Lane lane, Duration age) {
        if (!age.isNegative()) {
            deliveryTimes.get(lane).record(age);
        }
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
        counter("postrider.sender.letters.unsigned", "Mails that left without a signature although there are DKIM keys")
                .increment();
    }

    /** A mail that one route could not take and that was offered to the next. */
    public void failedOver(String route) {
        counter(
                        "postrider.sender.failed.over",
                        "Mails that a route could not take and that were offered to the next",
                        "route",
                        route)
                .increment();
    }

    /** A batch requested slots of a limited route. */
    public void booked(RouteChoice way, Grant grant, int waiting) {
        String route = way.routes().get(0);
        counter("postrider.sender.booked", "Mails booked on the limits of a route", "route", route)
                .increment(grant.mails());
        counter(
                        "postrider.sender.sent.back.in.line",
                        "Mails returned to the broker, as a limit had no free slot",
                        "route",
                        route)
                .increment(waiting);
        way.limits().forEach(limit -> factor(limit).set(grant.factor()));
    }

    /** A provider asked for less: the part of its full rate that it gets now. */
    public void slowed(Limit limit, double factor) {
        counter(
                        "postrider.sender.slowed",
                        "Times a provider throttled us and its rate was lowered",
                        "way",
                        limit.name())
                .increment();
        factor(limit).set(factor);
    }

    /** A route's circuit breaker: 0 closed, 1 half open, 2 open. */
    public void breaker(String route, int state) {
        gauge("postrider.sender.breaker", "A route's circuit breaker: 0 closed, 1 half open, 2 open", "route", route)
                .set((double) state);
    }

    /** Whether the current routes or sites file is refused: then the last good one is in use, and an operator must fix it. */
    public void fileRefused(boolean refused) {
        gauge(
                        "postrider.sender.file.refused",
                        "1 while the routes or sites file has a fault and the last good one is in use",
                        "file",
                        "routes or sites")
                .set(refused ? 1.0 : 0.0);
    }

    /** What senders suspended after refusals, as it is now: whole routes, and parts of them. */
    public void held(Map<Hold, Suspensions.Reason> all) {
        held("route", all, Hold::wholeRoute);
        held("from_domain", all, hold -> hold.fromDomain() != null);
        held("site", all, hold -> hold.site() != null && hold.fromDomain() == null);
    }

    private void held(String part, Map<Hold, Suspensions.Reason> all, Predicate<Hold> counts) {
        long number = all.entrySet().stream()
                .filter(entry -> entry.getValue().byRefusals() && counts.test(entry.getKey()))
                .count();
        gauge("postrider.sender.held", "Parts of routes that senders suspended after refusals", "part", part)
                .set((double) number);
    }

    public void breakerOpened(String route) {
        counter("postrider.sender.breaker.opened", "Times a route's circuit breaker opened", "route", route)
                .increment();
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private AtomicReference<Double> factor(Limit limit) {
        return gauge(
                "postrider.sender.rate.factor",
                "The part of its full rate that a limit gets at present",
                "way",
                limit.name());
    }

    private AtomicReference<Double> gauge(String name, String description, String tag, String value) {
        return gauges.computeIfAbsent(name + "/" + value, first -> {
            AtomicReference<Double> figure = new AtomicReference<>(1.0);
            Gauge.builder(name, figure::get)
                    .description(description)
                    .tag(tag, value)
                    .register(registry);
            return figure;
        });
    }
}
