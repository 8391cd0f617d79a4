package io.postrider.ingest.control.deadletters;

import io.postrider.ingest.model.IngestSettings;
import io.postrider.ingest.model.Meters;
import io.postrider.service.Timers;
import io.postrider.store.outbox.DeadLetters;
import io.postrider.text.OutsideText;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Counts every few seconds how many letters wait for a decision, and deletes old decided ones. */
@Singleton
class Waiting {
    private static final Logger LOG = Logger.getLogger(Waiting.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration PURGE_EVERY = Duration.ofHours(1);

    private final DeadLetters letters;
    private final Timers timers;
    private final int most;
    private volatile long waiting;

    Waiting(DeadLetters letters, Timers timers, Meters meters, IngestSettings settings) {
        this.letters = letters;
        this.timers = timers;
        this.most = settings.dead().kept();
        meters.deadWaiting(() -> waiting, () -> full(waiting) ? 1 : 0);
    }

    void start(@Observes StartupEvent started) {
        timers.every(EVERY, this::measure);
        timers.every(PURGE_EVERY, this::purge);
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

    private void purge() {
        letters.purge(most)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.infof("purge of decided dead letters failed: %s", OutsideText.forLog(failure)));
    }
}
