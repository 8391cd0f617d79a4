package io.postrider.pg;

import io.postrider.text.OutsideText;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Checks PostgreSQL every second, and logs one WARN when it goes away and one INFO when it is back. The statements that
 * fail meanwhile do not log it again, see {@link Outage#level}.
 */
@Singleton
public class DatabaseWatch {
    private static final Logger LOG = Logger.getLogger(DatabaseWatch.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /**
     * Time limit for a response, including the connection. Without a response there is a second check before PostgreSQL
     * counts as away.
     */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** After a failover, an old connection may lead to a server that responds but rejects writes. */
    private static final String QUESTION = "select current_setting('transaction_read_only') = 'on'";

    private final Pool pool;
    private final Vertx vertx;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean ended;
    private long timer = -1;
    private long awaySince;

    @Inject
    public DatabaseWatch(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    void begin(@Observes StartupEvent started) {
        begin();
    }

    /** Starts checking. */
    public void begin() {
        timer = vertx.setPeriodic(LOOK.toMillis(), tick -> look());
    }

    /** Runs before the pool is closed, which is not an outage. */
    void end(@Observes @Priority(1) ShutdownEvent stopping) {
        end();
    }

    /** Stops checking; a check in progress logs nothing. */
    public void end() {
        ended = true;
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            ask().onFailure(failure -> !Outage.known())
                    .recoverWithUni(this::ask)
                    .onTermination()
                    .invoke(() -> looking.set(false))
                    .subscribe()
                    .with(this::answered, this::failed);
        }
    }

    private Uni<Boolean> ask() {
        return pool.query(QUESTION)
                .execute()
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private void answered(boolean readOnly) {
        if (readOnly) {
            away("it accepts no writes");
        } else if (!ended && Outage.known()) {
            Outage.know(false);
            LOG.infof(
                    "PostgreSQL is back after %d s",
                    Duration.ofNanos(System.nanoTime() - awaySince).toSeconds());
        }
    }

    private void failed(Throwable failure) {
        // If all connections are in use, PostgreSQL is busy, not away.
        if (Outage.ofConnection(failure) || Outage.isTimeout(failure)) {
            away(
                    Outage.isTimeout(failure)
                            ? "no answer within " + LIMIT.toSeconds() + " s"
                            : OutsideText.forLog(failure));
        } else {
            LOG.debugf("PostgreSQL could not be checked: %s", OutsideText.forLog(failure));
        }
    }

    private void away(String why) {
        if (!ended && !Outage.known()) {
            Outage.know(true);
            awaySince = System.nanoTime();
            LOG.warnf("PostgreSQL is away, retrying until it is back: %s", OutsideText.forLog(why));
        }
    }
}
