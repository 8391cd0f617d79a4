package io.postrider.ingest.control.retention;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.pg.Leaders;
import io.postrider.pg.Outage;
import io.postrider.store.partitions.Partitions;
import io.postrider.text.OutsideText;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Looks every minute how many weeks ahead there are partitions, and makes those that are missing. */
@Singleton
class PartitionUpkeep {
    private static final Logger LOG = Logger.getLogger(PartitionUpkeep.class);

    private final Pool pool;
    private final Leaders leaders;
    private final RetentionMeters meters;
    private final boolean enabled;
    private volatile double ahead = Double.NaN;

    PartitionUpkeep(Pool pool, Leaders leaders, RetentionMeters meters, RoleSettings roles) {
        this.pool = pool;
        this.leaders = leaders;
        this.meters = meters;
        this.enabled = roles.roles().contains(Role.CONTROL);
    }

    void start(@Observes StartupEvent started) {
        if (enabled) {
            meters.weeksAhead(() -> ahead);
        }
    }

    @Scheduled(every = "60s", executionMaxDelay = "20s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        if (!enabled) {
            return Uni.createFrom().voidItem();
        }
        return Partitions.weeksAhead(pool)
                .chain(weeks -> weeks >= Partitions.AHEAD
                        ? Uni.createFrom().item(weeks)
                        : leaders.alone(Leaders.PARTITIONS, Partitions::make)
                                .onItem()
                                .ifNotNull()
                                .invoke(made -> LOG.infof("made %d partitions", made))
                                .chain(() -> Partitions.weeksAhead(pool)))
                .onItem()
                .invoke(weeks -> ahead = weeks)
                .onFailure()
                .invoke(failure -> {
                    ahead = Double.NaN;
                    LOG.logf(
                            Outage.level(failure),
                            "partitions could not be created, will be retried: %s",
                            OutsideText.forLog(failure));
                })
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
