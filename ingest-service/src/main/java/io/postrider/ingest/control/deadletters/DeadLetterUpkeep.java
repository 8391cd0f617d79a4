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

/** Counts every few seconds how many letters wait for a decision, and deletes old decided ones. */
@Singleton
class DeadLetterUpkeep {
    private static final Logger LOG = Logger.getLogger(DeadLetterUpkeep.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final DeadLetters letters;
    private final Leaders leaders;
    private final Timers timers;
    private final DeadLetterMeters meters;
    private final int most;
    private final boolean enabled;
    private volatile long waiting;

    DeadLetterUpkeep(
            DeadLetters letters,
            Leaders leaders,
            Timers timers,
            DeadLetterMeters meters,
            DeadLetterSettings settings,
            RoleSettings roles) {
        this.letters = letters;
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
        letters.waiting()
                .subscribe()
                .with(
                        this::measured,
                        failure -> LOG.debugf("dead letters cannot be counted: %s", OutsideText.forLog(failure)));
    }

    private void measured(long now) {
        if (full(now) && !full(waiting)) {
            LOG.errorf(
                    "%d dead letters wait for a decision, as many as postrider.dead.kept says: no more are taken from the broker",
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
                : leaders.alone(Leaders.DEAD_LETTERS, connection -> letters.purge(most))
                        .onFailure()
                        .invoke(failure ->
                                LOG.infof("purge of decided dead letters failed: %s", OutsideText.forLog(failure)))
                        .onFailure()
                        .recoverWithNull();
    }
}
