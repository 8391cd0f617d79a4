package io.postrider.ingest.control.deadletters;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.pg.Leaders;
import io.postrider.service.Timers;
import io.postrider.store.outbox.DeadLetters;
import io.postrider.text.OutsideText;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Counts the waiting dead letters every few seconds, and deletes old decided ones. */
@Singleton
class DeadLetterUpkeep {
    private static final Logger LOG = Logger.getLogger(DeadLetterUpkeep.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final DeadLetters deadLetters;
    private final Leaders leaders;
    private final Timers timers;
    private final DeadLetterMeters meters;
    private final int most;
    private final boolean enabled;
    private volatile long waiting;

    DeadLetterUpkeep(
            DeadLetters deadLetters,
            Leaders leaders,
            Timers timers,
            DeadLetterMeters meters,
            DeadLetterSettings settings,
            RoleSettings roles) {
        this.deadLetters = deadLetters;
        this.leaders = leaders;
        this.timers = timers;
        this.most = settings.kept();
        this.meters = meters;
        this.enabled = roles.roles().contains(Role.CONTROL);
    }

    void start(@Observes StartupEvent started) {
        if (enabled) {
            meters.deadWaiting(() -> waiting, () -> full(waiting) ? 1 : 0);
            timers.every(EVERY, this::measure);
        }
    }

    private void measure() {
        deadLetters
                .waiting()
                .subscribe()
                .with(
                        this::measured,
                        failure -> LOG.debugf("dead letters could not be counted: %s", OutsideText.forLog(failure)));
    }

    private void measured(long now) {
        if (full(now) && !full(waiting)) {
            LOG.errorf(
                    "%d dead letters are waiting for a decision, the maximum of postrider.dead.kept: no more are taken "
                            + "from the broker",
                    now);
        }
        waiting = now;
    }

    private boolean full(long count) {
        return count >= most;
    }

    @Scheduled(every = "1h", delayed = "1m", executionMaxDelay = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return !enabled
                ? Uni.createFrom().voidItem()
                : leaders.alone(Leaders.DEAD_LETTERS, connection -> deadLetters.purge(most))
                        .onFailure()
                        .invoke(failure ->
                                LOG.infof("purge of decided dead letters failed: %s", OutsideText.forLog(failure)))
                        .onFailure()
                        .recoverWithNull();
    }
}
