package io.postrider.store.routes;

import io.postrider.text.OutsideText;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Suspended routes, and the holds of senders after refusals, as currently stored in PostgreSQL; the last known ones
 * while it is away.
 */
@ApplicationScoped
public class Suspensions {
    private static final Logger LOG = Logger.getLogger(Suspensions.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String READ = """
            select route, null, null, reason, origin = 'refusals' from route_suspension
            union all
            (select route, nullif(from_domain, ''), nullif(site, ''), reason, true from route_hold order by since limit 10000)
            """;
    private static final String LIST = """
            select route, null, null, reason, since, origin from route_suspension
            union all
            (select route, nullif(from_domain, ''), nullif(site, ''), reason, since, 'refusals' from route_hold
             order by since limit 10000)
            """;
    private static final String SUSPEND = """
            insert into route_suspension (route, reason) values ($1, coalesce($2, 'suspended through the API'))
            on conflict (route) do update set reason = coalesce($2, route_suspension.reason), origin = 'api'
            """;
    private static final String SUSPEND_FOR_REFUSALS = """
            insert into route_suspension (route, reason, origin) values ($1, $2, 'refusals') on conflict do nothing
            """;
    private static final String HOLD = """
            insert into route_hold (route, from_domain, site, reason) values ($1, coalesce($2, ''), coalesce($3, ''), $4)
            on conflict do nothing
            """;
    private static final String RESUME = """
            with released as (delete from route_hold where route = $1)
            delete from route_suspension where route = $1
            """;

    /**
     * @param byRefusals whether a sender decided it, and no operator has confirmed it
     * @param since when this process learned of it
     */
    public record Reason(String text, boolean byRefusals, Instant since) {}

    /**
     * A stored hold.
     *
     * @param origin {@code api} or {@code refusals}
     */
    public record Stored(Hold hold, String reason, Instant since, String origin) {}

    private final Pool pool;
    private final Vertx vertx;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Map<Hold, Reason> holds = Map.of();
    private volatile long timer = -1;

    @Inject
    public Suspensions(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    /** Polls every second from now on, so that a decision takes effect everywhere within two. */
    public void follow() {
        look();
        timer = vertx.setPeriodic(LOOK.toMillis(), tick -> look());
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }

    /** All holds with their reasons. */
    public Map<Hold, Reason> all() {
        return holds;
    }

    /**
     * The hold that keeps mail of this From domain to this site from this route, or null; a null domain or site matches
     * no hold.
     */
    public Hold on(String route, String fromDomain, String site) {
        Map<Hold, Reason> now = holds;
        if (now.isEmpty()) {
            return null;
        }
        return Hold.affecting(route, fromDomain, site).stream()
                .filter(now::containsKey)
                .findFirst()
                .orElse(null);
    }

    /** All suspended routes, then all holds, at most 10,000, as currently stored in PostgreSQL. */
    public static Uni<List<Stored>> stored(SqlClient client) {
        return client.query(LIST).execute().map(rows -> {
            List<Stored> all = new ArrayList<>(rows.size());
            rows.forEach(row -> all.add(new Stored(
                    new Hold(row.getString(0), row.getString(1), row.getString(2)),
                    row.getString(3),
                    row.getOffsetDateTime(4).toInstant(),
                    row.getString(5))));
            return all;
        });
    }

    /** @param reason null to keep the existing one if the route is already suspended */
    public Uni<Void> suspend(String route, String reason) {
        return pool.preparedQuery(SUSPEND).execute(Tuple.of(route, reason)).replaceWithVoid();
    }

    /** Suspends it because of a server's reply, unless it is suspended already. In force here on completion. */
    public Uni<Void> hold(Hold hold, String reason) {
        var statement = hold.wholeRoute()
                ? pool.preparedQuery(SUSPEND_FOR_REFUSALS).execute(Tuple.of(hold.route(), reason))
                : pool.preparedQuery(HOLD).execute(Tuple.of(hold.route(), hold.fromDomain(), hold.site(), reason));
        return statement.chain(this::read).invoke(this::take).replaceWithVoid();
    }

    /** Resumes the route and ends all its holds. */
    public Uni<Void> resume(String route) {
        return pool.preparedQuery(RESUME).execute(Tuple.of(route)).replaceWithVoid();
    }

    private Uni<List<Row>> read() {
        return pool.query(READ).execute().map(rows -> {
            List<Row> read = new ArrayList<>();
            rows.forEach(read::add);
            return read;
        });
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            read().onTermination()
                    .invoke(() -> looking.set(false))
                    .subscribe()
                    .with(this::take, failure -> LOG.debugf("suspensions could not be read: %s", failure.getMessage()));
        }
    }

    private synchronized void take(List<Row> rows) {
        Map<Hold, Reason> before = holds;
        Map<Hold, Reason> read = new HashMap<>();
        for (Row row : rows) {
            Hold hold = new Hold(row.getString(0), row.getString(1), row.getString(2));
            Reason known = before.get(hold);
            Instant since = known == null ? Instant.now() : known.since();
            read.put(hold, new Reason(row.getString(3), row.getBoolean(4), since));
        }
        if (!read.equals(before)) {
            LOG.infof("suspended: %s", read.isEmpty() ? "none" : OutsideText.forLog(Objects.toString(read.keySet())));
            holds = Map.copyOf(read);
        }
    }
}
