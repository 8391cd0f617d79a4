package io.postrider.ingest.intake.dispatch;

import io.postrider.ingest.model.OutboxLag;
import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.service.Timers;
import io.postrider.store.outbox.Outbox;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Measures every few seconds how far the dispatch is behind, for the gauge and the health check. */
@Singleton
class OutboxLagMonitor {
    private static final Logger LOG = Logger.getLogger(OutboxLagMonitor.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Outbox outbox;
    private final OutboxLag lag;
    private final Timers timers;
    private final DispatchMeters meters;
    private final boolean enabled;

    OutboxLagMonitor(Outbox outbox, OutboxLag lag, Timers timers, DispatchMeters meters, RoleSettings settings) {
        this.outbox = outbox;
        this.lag = lag;
        this.timers = timers;
        this.meters = meters;
        this.enabled = settings.roles().contains(Role.INTAKE);
    }

    void start(@Observes StartupEvent started) {
        if (enabled) {
            meters.lag(lag);
            timers.every(EVERY, this::measure);
        }
    }

    private void measure() {
        outbox.lag()
                .subscribe()
                .with(lags -> lags.forEach((lane, wait) -> lag.measured(lane, wait.toSeconds())), failure -> {
                    lag.unknown();
                    LOG.debugf("the outbox's lag is unknown: %s", failure.getMessage());
                });
    }
}
