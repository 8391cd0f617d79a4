package io.postrider.ingest.control.deadletters;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.pg.Outage;
import io.postrider.queue.BrokerConnection;
import io.postrider.queue.DeadLetter;
import io.postrider.queue.DeadLetterReceiver;
import io.postrider.queue.UnsettledDelivery;
import io.postrider.store.outbox.DeadLetters;
import io.postrider.text.OutsideText;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Moves dead letters from the broker to PostgreSQL; each is acknowledged after its commit. */
@Singleton
class DeadLetterKeeper {
    private static final Logger LOG = Logger.getLogger(DeadLetterKeeper.class);

    /** Dead letters in progress at the same time, or held while the table is full; they are large and rare. */
    private static final int CREDIT = 4;

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final BrokerConnection link;
    private final DeadLetters deadLetters;
    private final DeadLetterMeters meters;
    private final Clock clock;
    private final int most;
    private final boolean enabled;

    DeadLetterKeeper(
            BrokerConnection link,
            DeadLetters deadLetters,
            DeadLetterMeters meters,
            Clock clock,
            DeadLetterSettings settings,
            RoleSettings roles) {
        this.link = link;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.clock = clock;
        this.most = settings.kept();
        this.enabled = roles.roles().contains(Role.CONTROL);
    }

    void start(@Observes StartupEvent started) {
        if (enabled) {
            new DeadLetterReceiver(link).receive(CREDIT, this::keep);
        }
    }

    /**
     * Retries until the dead letter is stored. Its credit is not returned before, so no more dead letters arrive while
     * the table is full.
     */
    private Uni<Void> keep(DeadLetter deadLetter, UnsettledDelivery unsettled) {
        return Uni.createFrom()
                .deferred(() -> tryOnce(deadLetter))
                .repeat()
                .withDelay(WAIT)
                .whilst(kept -> !kept && unsettled.ours())
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** @return whether it is stored */
    private Uni<Boolean> tryOnce(DeadLetter deadLetter) {
        return deadLetters
                .keep(arrived(deadLetter), most)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(kept -> {
                    if (kept == DeadLetters.Kept.NOW) {
                        meters.deadLetter(deadLetter.origin(), deadLetter.kind());
                        LOG.errorf(
                                "a dead letter of %s is waiting for a decision: %s",
                                OutsideText.forLog(deadLetter.origin()), OutsideText.forLog(deadLetter.reason()));
                    }
                    return kept != DeadLetters.Kept.NO_ROOM;
                })
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.logf(
                            Outage.level(failure),
                            "a dead letter could not be stored and stays on the broker: %s",
                            OutsideText.forLog(failure));
                    return false;
                });
    }

    private DeadLetters.Arrived arrived(DeadLetter deadLetter) {
        return new DeadLetters.Arrived(
                deadLetter.id(),
                clock.instant(),
                deadLetter.origin(),
                deadLetter.kind().word(),
                deadLetter.reason(),
                deadLetter.deliveries(),
                deadLetter.body());
    }
}
