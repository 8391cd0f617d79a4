package io.postrider.ingest.control.audit;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.pg.Outage;
import io.postrider.store.audit.Snapshot;
import io.postrider.text.OutsideText;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Runs periodic audits for the gauges, and logs a difference. */
@Singleton
class AuditSchedule {
    private static final Logger LOG = Logger.getLogger(AuditSchedule.class);

    /** The next audit waits this multiple of the last one's duration, so that audits take at most 5 % of the time. */
    private static final int REST = 20;

    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private final Audit audit;
    private final Vertx vertx;
    private final Duration every;
    private final AuditMeters meters;
    private final boolean enabled;
    private volatile AuditResult last;

    AuditSchedule(Audit audit, Vertx vertx, AuditSettings settings, RoleSettings roles, AuditMeters meters) {
        this.audit = audit;
        this.vertx = vertx;
        this.every = settings.every();
        this.meters = meters;
        this.enabled = roles.roles().contains(Role.CONTROL);
    }

    void start(@Observes StartupEvent started) {
        if (!enabled) {
            return;
        }
        meters.audit(
                () -> last == null ? Double.NaN : last.snapshot().difference(),
                () -> last == null ? Double.NaN : last.snapshot().overdue(),
                () -> last == null || last.unaccounted() == null ? Double.NaN : last.unaccounted(),
                () -> last == null ? Double.NaN : last.snapshot().at().getEpochSecond());
        if (!every.isZero()) {
            after(every);
        }
    }

    private void after(Duration wait) {
        vertx.setTimer(
                Math.max(1, wait.toMillis()),
                tick -> audit.balance().subscribe().with(this::balanced, failure -> {
                    LOG.logf(Outage.level(failure), "the audit failed: %s", OutsideText.forLog(failure));
                    after(every);
                }));
    }

    private void balanced(AuditResult balance) {
        last = balance;
        Snapshot snapshot = balance.snapshot();
        if (snapshot.difference() != 0 || snapshot.overdue() != 0) {
            LOG.errorf(
                    "the audit found a difference: %d accepted, %d final, %d in flight, difference %d, overdue %d",
                    snapshot.accepted(),
                    snapshot.ended(),
                    snapshot.inFlight(),
                    snapshot.difference(),
                    snapshot.overdue());
        }
        Duration rest = balance.took().multipliedBy(REST);
        rest = rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
        after(rest.compareTo(every) > 0 ? rest : every);
    }
}
