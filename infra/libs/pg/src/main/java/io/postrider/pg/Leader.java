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
 * One of the processes that share a database: the one whose connection holds an advisory lock. PostgreSQL releases the
 * lock when that connection ends for any reason, and the next process that tries gets it. Work for the leader runs on
 * that same connection, so that two processes never do it: a leader that has lost its connection cannot change
 * anything.
 */
public final class Leader {
    private static final Logger LOG = Logger.getLogger(Leader.class);

    /** How often to call {@link #beat}: our connections are closed after ten seconds without data. */
    public static final Duration BEAT = Duration.ofSeconds(3);

    /** Time limit of a beat's statement; a slower connection is closed, which releases the lock. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /**
     * Beats between two attempts to become leader, since each opens a connection. Another process takes over within 15
     * seconds.
     */
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
     * @param connections opens an unpooled connection: close must really close it
     */
    public Leader(String name, long lock, Supplier<Uni<SqlConnection>> connections) {
        this.name = name;
        this.lock = lock;
        this.connections = connections;
    }

    /** Whether this process leads, to its knowledge. */
    public boolean leads() {
        return held.get() != null;
    }

    /**
     * Verifies that this process still leads, or tries to become the leader. Must not be called concurrently. Never
     * fails.
     */
    public Uni<Boolean> beat() {
        SqlConnection connection = held.get();
        if (connection == null && beats.getAndIncrement() % BEATS_A_TRY != 0) {
            return Uni.createFrom().item(false);
        }
        return Uni.createFrom()
                .deferred(() -> connection == null ? stand() : renew(connection))
                .onFailure()
                .invoke(failure ->
                        LOG.debugf("%s: could not try to become leader: %s", name, OutsideText.forLog(failure)))
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
        LOG.infof("acquired leadership: %s", name);
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> lost(SqlConnection connection) {
        if (held.compareAndSet(connection, null)) {
            LOG.infof("lost leadership: %s", name);
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

    /** Hands leadership to another process immediately. */
    public Uni<Void> resign() {
        SqlConnection connection = held.get();
        return connection == null ? Uni.createFrom().voidItem() : lost(connection);
    }
}
