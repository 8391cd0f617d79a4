package io.postrider.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Creates leaders for work that only one of all processes sharing a database may do. */
@ApplicationScoped
public class Leaders {
    /**
     * The lock for database maintenance. Advisory locks are numbers within their database, which no other application
     * uses.
     */
    public static final long UPKEEP = 0x706f_7374_0001L;

    /** Of the audit. */
    public static final long AUDIT = 0x706f_7374_0003L;

    /** Of making partitions. */
    public static final long PARTITIONS = 0x706f_7374_0002L;

    /** Of removing contents. */
    public static final long CONTENTS = 0x706f_7374_0004L;

    /** Of removing weeks. */
    public static final long WEEKS = 0x706f_7374_0005L;

    /** Of folding counts. */
    public static final long COUNTS = 0x706f_7374_0006L;

    /** Of purging idempotency keys. */
    public static final long KEYS = 0x706f_7374_0007L;

    /** Of purging dead letters. */
    public static final long DEAD_LETTERS = 0x706f_7374_0008L;

    private final Vertx vertx;
    private final DatabasePool pool;

    @Inject
    Leaders(Vertx vertx, DatabasePool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /**
     * @param name for the log
     * @param lock the number of its lock
     */
    public Leader of(String name, long lock) {
        return new Leader(name, lock, () -> connect(pool.servers(), UnaryOperator.identity()));
    }

    /**
     * Does work that comes up once in a while and that only one process may do at a time, on a connection that holds the lock.
     *
     * @param lock the number of its lock
     * @return the work's result, or null if another process is doing it
     */
    public <T> Uni<T> alone(long lock, Function<SqlConnection, Uni<T>> work) {
        return alone(lock, connect(pool.servers(), UnaryOperator.identity()), work);
    }

    /**
     * The same on a connection of another role.
     *
     * @param username of the role
     * @param password of the role
     */
    public <T> Uni<T> alone(long lock, String username, String password, Function<SqlConnection, Uni<T>> work) {
        return alone(
                lock,
                connect(
                        pool.servers(),
                        server -> new PgConnectOptions(server).setUser(username).setPassword(password)),
                work);
    }

    private static <T> Uni<T> alone(long lock, Uni<SqlConnection> connected, Function<SqlConnection, Uni<T>> work) {
        return connected.chain(connection -> connection
                .query(Leader.LOCK.formatted(lock))
                .execute()
                .chain(rows -> rows.iterator().next().getBoolean(0)
                        ? work.apply(connection)
                        : Uni.createFrom().nullItem())
                // The end of the connection frees the lock.
                .eventually(() -> connection.close().onFailure().recoverWithNull()));
    }

    /** Connects to the first server that responds. */
    private Uni<SqlConnection> connect(
            List<Supplier<Future<SqlConnectOptions>>> servers, UnaryOperator<PgConnectOptions> as) {
        if (servers.isEmpty()) {
            return Uni.createFrom()
                    .failure(new IllegalStateException("no connection to PostgreSQL has been attempted yet"));
        }
        Uni<SqlConnection> connected = Uni.createFrom()
                .completionStage(() -> servers.get(0).get().toCompletionStage())
                .chain(server -> PgConnection.connect(vertx, as.apply(PgConnectOptions.wrap(server))));
        return servers.size() == 1
                ? connected
                : connected.onFailure().recoverWithUni(() -> connect(servers.subList(1, servers.size()), as));
    }
}
