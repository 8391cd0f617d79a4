package io.postrider.ledger;

import io.postrider.text.OutsideText;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** The routes that were suspended through the API, as PostgreSQL has them now; the last known ones while it is away. */
@ApplicationScoped
public class Suspensions {
    private static final Logger LOG = Logger.getLogger(Suspensions.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String READ = "select route, reason from route_suspension";
    private static final String SUSPEND = """
            insert into route_suspension (route, reason) values ($1, coalesce($2, 'suspended through the API'))
            on conflict (route) do update set reason = coalesce($2, route_suspension.reason)
            """;
    private static final String RESUME = "delete from route_suspension where route = $1";

    private final Pool pool;
    private final Vertx vertx;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Map<String, String> reasons = Map.of();
    private volatile long timer = -1;

    @Inject
    public Suspensions(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    /** From now on looks every second, so that a decision holds everywhere within two. */
    public void follow() {
        look();
        timer = vertx.setPeriodic(LOOK.toMillis(), tick -> look());
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }

    /** Whether nothing may go this way. */
    public boolean holds(String route) {
        return reasons.containsKey(route);
    }

    /** The suspended routes, and why. */
    public Map<String, String> reasons() {
        return reasons;
    }

    /** @param reason null to keep the one that is there, if the route is suspended already */
    public Uni<Void> suspend(String route, String reason) {
        return pool.preparedQuery(SUSPEND).execute(Tuple.of(route, reason)).replaceWithVoid();
    }

    public Uni<Void> resume(String route) {
        return pool.preparedQuery(RESUME).execute(Tuple.of(route)).replaceWithVoid();
    }

    /** The suspended routes, and why, as they stand at this moment. */
    public Uni<Map<String, String>> read() {
        return pool.query(READ).execute().map(rows -> {
            Map<String, String> read = new HashMap<>();
            rows.forEach(row -> read.put(row.getString(0), row.getString(1)));
            return Map.copyOf(read);
        });
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            read().onTermination()
                    .invoke(() -> looking.set(false))
                    .subscribe()
                    .with(this::take, failure -> LOG.debugf("suspensions cannot be read: %s", failure.getMessage()));
        }
    }

    private void take(Map<String, String> read) {
        if (!read.equals(reasons)) {
            LOG.infof("suspended routes: %s", read.isEmpty() ? "none" : OutsideText.forLog(read.toString()));
            reasons = read;
        }
    }
}
