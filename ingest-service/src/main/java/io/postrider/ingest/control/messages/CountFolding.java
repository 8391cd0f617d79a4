package io.postrider.ingest.control.messages;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.pg.Leaders;
import io.postrider.store.deliveries.Counts;
import io.postrider.text.OutsideText;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Every minute, merges the tally rows of large messages, so that their counts stay cheap to read. Runs in one process at a
 * time. */
@Singleton
class CountFolding {
    private static final Logger LOG = Logger.getLogger(CountFolding.class);

    private final Leaders leaders;
    private final boolean enabled;

    CountFolding(Leaders leaders, RoleSettings roles) {
        this.leaders = leaders;
        this.enabled = roles.roles().contains(Role.CONTROL);
    }

    @Scheduled(
            every = "60s",
            delayed = "30s",
            executionMaxDelay = "20s",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> fold() {
        return !enabled
                ? Uni.createFrom().voidItem()
                : leaders.alone(Leaders.COUNTS, Counts::fold)
                        .onFailure()
                        .invoke(failure -> LOG.debugf("counts are folded later: %s", OutsideText.forLog(failure)))
                        .onFailure()
                        .recoverWithNull();
    }
}
