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
import java.util.function.Supplier;

/** Creates leaders for work that only one of all processes sharing a database may do. */
@ApplicationScoped
public class Leaders {
    /**
     * The lock for database maintenance. Advisory locks are numbers within their database, which no other application
     * uses.
     */
    public static final long UPKEEP = 0x706f_7374_0001L;

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
        return new Leader(name, lock, () -> connect(pool.servers()));
    }

    /** Connects to the first server that responds. */
    private Uni<SqlConnection> connect(List<Supplier<Future<SqlConnectOptions>>> servers) {
        if (servers.isEmpty()) {
            return Uni.createFrom()
                    .failure(new IllegalStateException("no connection to PostgreSQL has been attempted yet"));
        }
        Uni<SqlConnection> connected = Uni.createFrom()
                .completionStage(() -> servers.get(0).get().toCompletionStage())
                .chain(server -> PgConnection.connect(vertx, PgConnectOptions.wrap(server)));
        return servers.size() == 1
                ? connected
                : connected.onFailure().recoverWithUni(() -> connect(servers.subList(1, servers.size())));
    }
}
