package io.postrider.ingest.control.audit;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.pg.Leader;
import io.postrider.pg.Leaders;
import io.postrider.pg.Outage;
import io.postrider.service.Timers;
import io.postrider.store.audit.Snapshot;
import io.postrider.text.OutsideText;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/** Runs audits periodically in one process of all, for the gauges, logs a difference and closes weeks that are over. */
@Singleton
class AuditSchedule {
    private static final Logger LOG = Logger.getLogger(AuditSchedule.class);
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    /** The next audit waits this multiple of the last one's duration, so that audits take at most 5 % of the time. */
    private static final int REST = 20;

    private static final int MOST_DOUBLINGS = 10;
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private final Audit audit;
    private final Timers timers;
    private final Leader leader;
    private final Duration every;
    private final AuditMeters meters;
    private final boolean enabled;
    private volatile AuditResult last;
    private final AtomicBoolean beating = new AtomicBoolean();
    private final AtomicBoolean auditing = new AtomicBoolean();
    private volatile long next;
    private volatile int failures;
    private volatile boolean stopped;

    AuditSchedule(
            Audit audit,
            Timers timers,
            AuditSettings settings,
            RoleSettings roles,
            AuditMeters meters,
            Leaders leaders) {
        this.audit = audit;
        this.timers = timers;
        this.leader = leaders.of("audit", Leaders.AUDIT);
        this.every = settings.every();
        this.meters = meters;
        this.enabled = roles.roles().contains(Role.CONTROL);
    }

    void start(@Observes StartupEvent started) {
        if (!enabled) {
            return;
        }
        meters.audit(
                () -> of(result -> result.snapshot().difference()),
                () -> of(result -> result.snapshot().overdue()),
                () -> of(result -> result.unaccounted() == null ? Double.NaN : result.unaccounted()),
                () -> of(result -> result.snapshot().at().getEpochSecond()));
        if (!every.isZero()) {
            after(every);
            timers.every(Leader.BEAT, this::beat);
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        stopped = true;
        leader.resign().onFailure().recoverWithNull().await().atMost(GOODBYE);
    }

    /** NaN before the first audit, and in processes that another one has taken over from. */
    private double of(ToDoubleFunction<AuditResult> figure) {
        AuditResult result = last;
        return result == null || !leader.leads() ? Double.NaN : figure.applyAsDouble(result);
    }

    private void after(Duration wait) {
        next = System.nanoTime() + wait.toNanos();
    }

    /** An audit may take longer than the leader's connection may be silent, so beats go on meanwhile. */
    private void beat() {
        if (beating.compareAndSet(false, true)) {
            leader.beat()
                    .onTermination()
                    .invoke(() -> beating.set(false))
                    .subscribe()
                    .with(leads -> {
                        if (leads && System.nanoTime() - next >= 0 && auditing.compareAndSet(false, true)) {
                            run().onTermination()
                                    .invoke(() -> auditing.set(false))
                                    .subscribe()
                                    .with(done -> {}, this::failed);
                        }
                    });
        }
    }

    private Uni<Void> run() {
        return audit.balance()
                .invoke(this::balanced)
                .invoke(balance -> after(rest(balance.took().multipliedBy(REST))))
                .chain(audit::close)
                .invoke(weeks -> weeks.forEach(day -> LOG.infof("closed the week of %s", day)))
                .replaceWithVoid();
    }

    /** An audit that a shutdown interrupts fails because its connections are gone, which is no news. */
    private void failed(Throwable failure) {
        if (stopped) {
            return;
        }
        failures = Math.min(failures + 1, MOST_DOUBLINGS);
        LOG.logf(Outage.level(failure), "the audit failed: %s", OutsideText.forLog(failure));
        after(rest(every.multipliedBy(1L << failures)));
    }

    private Duration rest(Duration wanted) {
        Duration rest = wanted.compareTo(LONGEST_REST) < 0 ? wanted : LONGEST_REST;
        return rest.compareTo(every) > 0 ? rest : every;
    }

    private void balanced(AuditResult balance) {
        failures = 0;
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
    }
}
