package io.postrider.ingest.intake.accept;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.pg.Leaders;
import io.postrider.store.messages.IdempotencyKeys;
import io.postrider.text.OutsideText;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Deletes idempotency keys whose time is over, every hour, some thousands in a transaction, in one process at a time. */
@Singleton
class IdempotencyKeyPurge {
    private static final Logger LOG = Logger.getLogger(IdempotencyKeyPurge.class);

    private final IdempotencyKeys keys;
    private final Leaders leaders;
    private final Duration kept;
    private final boolean enabled;

    IdempotencyKeyPurge(IdempotencyKeys keys, Leaders leaders, AcceptSettings settings, RoleSettings roles) {
        this.keys = keys;
        this.leaders = leaders;
        this.kept = settings.keysKept();
        this.enabled = roles.roles().contains(Role.INTAKE);
    }

    @Scheduled(every = "1h", delayed = "1m", executionMaxDelay = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return !enabled
                ? Uni.createFrom().voidItem()
                : leaders.alone(Leaders.KEYS, connection -> purge())
                        .onFailure()
                        .invoke(failure ->
                                LOG.infof("idempotency keys are purged later: %s", OutsideText.forLog(failure)))
                        .onFailure()
                        .recoverWithNull();
    }

    Uni<Void> purge() {
        return keys.purge(kept);
    }
}
