package io.postrider.ingest.control.retention;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.pg.Leaders;
import io.postrider.pg.Outage;
import io.postrider.store.partitions.FinishedContents;
import io.postrider.store.partitions.Retention;
import io.postrider.text.OutsideText;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Removes hourly what was kept long enough, in one process at a time. */
@Singleton
class RetentionJob {
    private static final Logger LOG = Logger.getLogger(RetentionJob.class);
    private static final Duration SHORTEST_HISTORY = Duration.ofDays(7);
    private static final Duration SHORTEST_CONTENT = Duration.ofDays(2);

    private final Pool pool;
    private final Leaders leaders;
    private final Clock clock;
    private final RetentionSettings settings;
    private final boolean enabled;

    RetentionJob(Pool pool, Leaders leaders, Clock clock, RetentionSettings settings, RoleSettings roles) {
        this.pool = pool;
        this.leaders = leaders;
        this.clock = clock;
        this.settings = settings;
        this.enabled = roles.roles().contains(Role.CONTROL);
        require("history", settings.history(), SHORTEST_HISTORY);
        require("content", settings.content(), SHORTEST_CONTENT);
        if (settings.username().isPresent() != settings.password().isPresent()) {
            throw new IllegalArgumentException(
                    "postrider.retention.username and postrider.retention.password: set both, or neither");
        }
    }

    private static void require(String name, Duration kept, Duration least) {
        if (kept.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "postrider.retention.%s is %s; it must be at least %d days".formatted(name, kept, least.toDays()));
        }
    }

    @Scheduled(every = "1h", delayed = "1m", executionMaxDelay = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return enabled ? contents().chain(this::weeks) : Uni.createFrom().voidItem();
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> finished() {
        return enabled
                ? FinishedContents.remove(pool)
                        .replaceWithVoid()
                        .onFailure()
                        .recoverWithItem(failure -> later("contents of finished messages", failure))
                : Uni.createFrom().voidItem();
    }

    Uni<Void> contents() {
        return leaders.alone(
                        Leaders.CONTENTS,
                        connection -> Retention.deleteContents(connection, settings.content(), clock.instant()))
                .onItem()
                .ifNotNull()
                .invoke(deleted -> {
                    if (deleted > 0) {
                        LOG.infof("deleted %d unused contents", deleted);
                    }
                })
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> later("unused contents", failure));
    }

    Uni<Void> weeks() {
        if (settings.username().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return leaders.alone(
                        Leaders.WEEKS,
                        settings.username().get(),
                        settings.password().orElseThrow(),
                        connection -> Retention.dropWeeks(connection, settings.history(), clock.instant()))
                .onItem()
                .ifNotNull()
                .invoke(dropped -> dropped.forEach(table -> LOG.infof("dropped %s", table)))
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> later("old weeks", failure));
    }

    private static Void later(String what, Throwable failure) {
        LOG.logf(Outage.level(failure), "%s not removed, will be retried: %s", what, OutsideText.forLog(failure));
        return null;
    }
}
