package io.postrider.ingest.intake.accept;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.service.Timers;
import io.postrider.store.messages.IdempotencyKeys;
import io.postrider.text.OutsideText;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Deletes idempotency keys whose time is over, every hour, some thousands in a transaction. */
@Singleton
class IdempotencyKeyPurge {
    private static final Logger LOG = Logger.getLogger(IdempotencyKeyPurge.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final IdempotencyKeys keys;
    private final Timers timers;
    private final Duration kept;
    private final boolean enabled;

    IdempotencyKeyPurge(IdempotencyKeys keys, Timers timers, AcceptSettings settings, RoleSettings roles) {
        this.keys = keys;
        this.timers = timers;
        this.kept = settings.keysKept();
        this.enabled = roles.roles().contains(Role.INTAKE);
    }

    void start(@Observes StartupEvent started) {
        if (!enabled) {
            return;
        }
        timers.every(
                EVERY,
                () -> purge().subscribe()
                        .with(
                                done -> {},
                                failure -> LOG.infof(
                                        "idempotency keys are purged later: %s", OutsideText.forLog(failure))));
    }

    Uni<Void> purge() {
        return keys.purge(kept);
    }
}
