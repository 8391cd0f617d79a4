package io.postrider.ingest.intake.accept;

import io.postrider.ingest.model.IngestSettings;
import io.postrider.service.Timers;
import io.postrider.text.OutsideText;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/** Deletes idempotency keys whose time is over, every hour, some thousands in a transaction. */
@Singleton
class KeyPurge {
    private static final Logger LOG = Logger.getLogger(KeyPurge.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int PAGE = 5_000;
    // Skips those that a request is just replacing.
    private static final String SQL = """
            delete from idempotency_key where (api_key, key) in (
                select api_key, key from idempotency_key
                where created_at < $1 order by created_at limit $2 for update skip locked)
            """;

    private final Pool pool;
    private final Timers timers;
    private final Duration kept;

    KeyPurge(Pool pool, Timers timers, IngestSettings settings) {
        this.pool = pool;
        this.timers = timers;
        this.kept = settings.accept().keysKept();
    }

    void start(@Observes StartupEvent started) {
        timers.every(
                EVERY,
                () -> purge().subscribe()
                        .with(
                                done -> {},
                                failure -> LOG.infof(
                                        "idempotency keys are purged later: %s", OutsideText.forLog(failure))));
    }

    Uni<Void> purge() {
        return pool.preparedQuery(SQL)
                .execute(Tuple.of(Instant.now().minus(kept).atOffset(ZoneOffset.UTC), PAGE))
                .chain(rows -> rows.rowCount() < PAGE ? Uni.createFrom().voidItem() : purge());
    }
}
