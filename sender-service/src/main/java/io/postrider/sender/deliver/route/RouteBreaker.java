package io.postrider.sender.deliver.route;

import io.postrider.sender.deliver.transport.DeliverSettings;
import io.postrider.sender.deliver.transport.FailureReason;
import io.postrider.sender.model.Handover;
import io.postrider.text.OutsideText;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;

/**
 * Stops using a route while it fails. Only an unreachable or silent server counts as a failure; a refusal is an answer.
 * After a pause, a few mails probe the route.
 */
public final class RouteBreaker {
    private static final Logger LOG = Logger.getLogger(RouteBreaker.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    /**
     * @param since when it closed, or when the outage began; open, half open and open again is a single outage
     * @param why it last opened; null if it never did
     */
    record Status(CircuitBreakerState state, Instant since, String why) {}

    /** Carries a handover through the guard, which counts exceptions. */
    private static final class Failed extends RuntimeException {
        private final transient Handover handover;

        Failed(Handover handover) {
            super(null, null, false, false);
            this.handover = handover;
        }
    }

    private final String route;
    private final RouteMeters meters;
    private final Duration open;
    private final int mostProbes;
    private final AtomicInteger probes = new AtomicInteger();
    private final TypedGuard<Uni<Handover>> guard;
    private volatile Status status = new Status(CircuitBreakerState.CLOSED, Instant.now(), null);
    private volatile Instant openedAt = Instant.MIN;
    private volatile boolean retired;
    private volatile String lastFailure = "";
    private volatile long warnedAt = System.nanoTime() - QUIET.toNanos();

    public RouteBreaker(String route, DeliverSettings.Breaker settings, RouteMeters meters) {
        this.route = route;
        this.meters = meters;
        this.open = settings.open();
        this.mostProbes = settings.probes();
        this.guard = TypedGuard.create(new TypeLiteral<Uni<Handover>>() {})
                .withDescription("route " + route)
                .withCircuitBreaker()
                .failOn(Failed.class)
                .requestVolumeThreshold(settings.mails())
                .failureRatio(settings.failures())
                .delay(open.toMillis(), ChronoUnit.MILLIS)
                .successThreshold(settings.probes())
                .onStateChange(this::changed)
                .done()
                .build();
        meters.breaker(route, place(status.state()));
    }

    /** Hands the mail over, unless the breaker is open; then the route is unreachable. */
    public Uni<Handover> call(Supplier<Uni<Handover>> handOver) {
        boolean probe = status.state() == CircuitBreakerState.HALF_OPEN;
        Uni<Handover> guarded =
                guard.get(() -> handOver.get().invoke(this::count)).onFailure().recoverWithUni(this::recover);
        if (!probe) {
            return guarded;
        }
        probes.incrementAndGet();
        return guarded.onTermination().invoke(probes::decrementAndGet);
    }

    private Uni<Handover> recover(Throwable failure) {
        if (failure instanceof Failed failed) {
            return Uni.createFrom().item(failed.handover);
        }
        return failure instanceof CircuitBreakerOpenException
                ? Uni.createFrom().item(new Handover.Unreachable(why(), null))
                : Uni.createFrom().failure(failure);
    }

    /**
     * Whether mails would be rejected. After the pause, a few mails may probe the route; while they are in progress,
     * others are rejected.
     */
    boolean turnsAway() {
        return switch (status.state()) {
            case OPEN -> Instant.now().isBefore(openedAt.plus(open));
            case HALF_OPEN -> probes.get() >= mostProbes;
            case CLOSED -> false;
        };
    }

    /** Called when its route was changed or removed: mails still in progress there must not fire an alert. */
    public void retire() {
        retired = true;
        meters.breaker(route, place(CircuitBreakerState.CLOSED));
    }

    Status status() {
        return status;
    }

    /** The reason, for logs and events. */
    String why() {
        return "circuit breaker of route %s is open: %s".formatted(route, status.why());
    }

    private void count(Handover handover) {
        if (handover instanceof Handover.Unreachable unreachable) {
            failed(unreachable.why());
            throw new Failed(handover);
        } else if (handover instanceof Handover.Interrupted interrupted) {
            failed(interrupted.why());
            throw new Failed(handover);
        }
    }

    /** Logged immediately, since a few mails never open the breaker, but not for each mail. */
    private void failed(String why) {
        long now = System.nanoTime();
        if (status.state() == CircuitBreakerState.CLOSED
                && (!why.equals(lastFailure) || now - warnedAt > QUIET.toNanos())) {
            warnedAt = now;
            LOG.warnf("route %s failed to take a mail: %s", route, OutsideText.forLog(why));
        }
        lastFailure = why;
    }

    private void changed(CircuitBreakerState state) {
        Status before = status;
        boolean outageGoesOn = before.state() != CircuitBreakerState.CLOSED && state != CircuitBreakerState.CLOSED;
        Instant since = outageGoesOn ? before.since() : Instant.now();
        if (state == CircuitBreakerState.OPEN) {
            openedAt = Instant.now();
            status = new Status(state, since, lastFailure);
            meters.breakerOpened(route);
            LOG.log(
                    outageGoesOn ? Logger.Level.INFO : Logger.Level.WARN,
                    "circuit breaker of route %s opened for %s: %s"
                            .formatted(route, FailureReason.text(open), OutsideText.forLog(lastFailure)));
        } else {
            status = new Status(state, since, before.why());
            LOG.infof(
                    "circuit breaker of route %s %s",
                    route, state == CircuitBreakerState.CLOSED ? "closed" : "half open: probing");
        }
        if (!retired) {
            meters.breaker(route, place(state));
        }
    }

    private static int place(CircuitBreakerState state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
