package io.postrider.sender;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.contract.Lane;
import io.postrider.ledger.Booking.Grant;
import io.postrider.ledger.Hold;
import io.postrider.ledger.Limit;
import io.postrider.ledger.Outcome;
import io.postrider.ledger.Outcome.Cause;
import io.postrider.ledger.Suspensions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** All that sender-service counts. */
@ApplicationScoped
public class Meters {
    private static final String NO_ROUTE = "none";

    private final MeterRegistry registry;
    private final Map<String, AtomicReference<Double>> gauges = new ConcurrentHashMap<>();

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

    /** One attempt's outcome, and what a refusal means. */
    public void outcome(Outcome outcome) {
        Cause cause = outcome.cause();
        String route = cause.route() == null ? NO_ROUTE : cause.route();
        registry.counter("postrider.sender.outcomes", "state", outcome.state().word(), "route", route)
                .increment();
        if (cause.bounce() != null) {
            String permanence = cause.bounce().permanent() ? "permanent" : "temporary";
            String category = cause.bounce().category().word();
            registry.counter(
                            "postrider.sender.refusals", "category", category, "permanence", permanence, "route", route)
                    .increment();
        }
    }

    /** The memory that a lane's mails take while they are composed and sent, and how many wait for some. */
    public void mailsInFlight(Lane lane, LongSupplier bytes, IntSupplier waiting) {
        Gauge.builder("postrider.sender.mails.bytes", bytes::getAsLong)
                .tag("lane", lane.word())
                .register(registry);
        Gauge.builder("postrider.sender.mails.waiting", waiting::getAsInt)
                .tag("lane", lane.word())
                .register(registry);
    }

    /** A letter that left unsigned although there are DKIM keys: none of them is for its domain. */
    public void unsigned() {
        registry.counter("postrider.sender.letters.unsigned").increment();
    }

    /** A letter that one route could not take and that was offered to the next. */
    public void failedOver(String route) {
        registry.counter("postrider.sender.failed.over", "route", route).increment();
    }

    /** A batch asked for room on a way with limits. */
    public void booked(Way way, Grant grant, int waiting) {
        String route = way.routes().get(0);
        registry.counter("postrider.sender.booked", "route", route).increment(grant.mails());
        registry.counter("postrider.sender.sent.back.in.line", "route", route).increment(waiting);
        way.limits().forEach(limit -> factor(limit).set(grant.factor()));
    }

    /** A provider asked for less: the part of its full rate that it gets now. */
    public void slowed(Limit limit, double factor) {
        registry.counter("postrider.sender.slowed", "way", limit.name()).increment();
        factor(limit).set(factor);
    }

    /** A route's circuit breaker: 0 closed, 1 half open, 2 open. */
    public void breaker(String route, int state) {
        gauge("postrider.sender.breaker", "route", route).set((double) state);
    }

    /** Whether the routes or sites file as it is now is refused: then the last good one is in use, and somebody must mend it. */
    public void fileRefused(boolean refused) {
        gauge("postrider.sender.file.refused", "file", "routes or sites").set(refused ? 1.0 : 0.0);
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
        gauge("postrider.sender.held", "part", part).set((double) number);
    }

    public void breakerOpened(String route) {
        registry.counter("postrider.sender.breaker.opened", "route", route).increment();
    }

    private AtomicReference<Double> factor(Limit limit) {
        return gauge("postrider.sender.rate.factor", "way", limit.name());
    }

    private AtomicReference<Double> gauge(String name, String tag, String value) {
        return gauges.computeIfAbsent(name + "/" + value, first -> {
            AtomicReference<Double> figure = new AtomicReference<>(1.0);
            Gauge.builder(name, figure::get).tag(tag, value).register(registry);
            return figure;
        });
    }
}
