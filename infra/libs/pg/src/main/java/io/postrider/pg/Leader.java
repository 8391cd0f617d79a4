package io.postrider.pg;

import io.postrider.text.OutsideText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One of the processes that share a database: the one whose connection holds an advisory lock. PostgreSQL frees the lock when that
 * connection ends, however it ends, and the next process that tries gets it. What only one process may do is done on that very
 * connection, so that two never do it: a leader whose connection is gone can change nothing any more.
 */
public final class Leader {
    private static final Logger LOG = Logger.getLogger(Leader.class);

    /** How often {@link #beat} is to be called: our connections are closed after ten seconds of silence. */
    public static final Duration BEAT = Duration.ofSeconds(3);

    /** For a statement of a beat; a connection that takes longer is given up, and the lock with it. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Beats from one try to the next, since each opens a connection: another process leads a quarter of a minute later at the latest. */
    private static final int BEATS_A_TRY = 5;

    static final String LOCK = "select pg_try_advisory_lock(%d)";
    private static final String PING = "select 1";

    private final String name;
    private final long lock;
    private final Supplier<Uni<SqlConnection>> connections;
    private final AtomicReference<SqlConnection> held = new AtomicReference<>();
    private final AtomicInteger beats = new AtomicInteger();

    /**
     * @param name for the log
     * @param lock the number of the lock, the same in all processes that may lead
     * @param connections opens a connection that belongs to no pool: closing it must end it
     */
    public Leader(String name, long lock, Supplier<Uni<SqlConnection>> connections) {
        this.name = name;
        this.lock = lock;
        this.connections = connections;
    }

    /** Whether this process leads, as far as it knows. */
    public boolean leads() {
        return held.get() != null;
    }

    /** Makes sure that this process still leads, or tries to become the leader. Not to be called twice at a time. Never fails. */
    public Uni<Boolean> beat() {
        SqlConnection connection = held.get();
        if (connection == null && beats.getAndIncrement() % BEATS_A_TRY != 0) {
            return Uni.createFrom().item(false);
        }
        return Uni.createFrom()
                .deferred(() -> connection == null ? stand() : renew(connection))
                .onFailure()
                .invoke(failure -> LOG.debugf("%s: no leader yet: %s", name, OutsideText.forLog(failure)))
                .onFailure()
                .recoverWithItem(false);
    }

    private Uni<Boolean> renew(SqlConnection connection) {
        return connection
                .query(PING)
                .execute()
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(rows -> true)
                .onFailure()
                .call(failure -> lost(connection));
    }

    private Uni<Boolean> stand() {
        return connections
                .get()
                .chain(connection -> connection
                        .query(LOCK.formatted(lock))
                        .execute()
                        .ifNoItem()
                        .after(LIMIT)
                        .fail()
                        .map(rows -> rows.iterator().next().getBoolean(0))
                        .onItemOrFailure()
                        .call((got, failure) -> Boolean.TRUE.equals(got) ? won(connection) : end(connection)));
    }

    private Uni<Void> won(SqlConnection connection) {
        held.set(connection);
        beats.set(0);
        connection.exceptionHandler(failure -> LOG.debugf("%s: %s", name, OutsideText.forLog(failure)));
        connection.closeHandler(() -> lost(connection).subscribe().with(done -> {}));
        LOG.infof("leads: %s", name);
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> lost(SqlConnection connection) {
        if (held.compareAndSet(connection, null)) {
            LOG.infof("does not lead any more: %s", name);
        }
        return end(connection);
    }

    private static Uni<Void> end(SqlConnection connection) {
        return connection.close().onFailure().recoverWithNull();
    }

    /**
     * Does the work if this process leads, on the connection that holds the lock.
     *
     * @return the work's result, or null if this process does not lead
     */
    public <T> Uni<T> ifLeading(Function<SqlConnection, Uni<T>> work) {
        SqlConnection connection = held.get();
        return connection == null ? Uni.createFrom().nullItem() : work.apply(connection);
    }

    /** Leaves it to another process, at once. */
    public Uni<Void> resign() {
        SqlConnection connection = held.get();
        return connection == null ? Uni.createFrom().voidItem() : lost(connection);
    }
}
