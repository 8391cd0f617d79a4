package io.postrider.pg;

import io.postrider.names.KnownAddresses;
import io.postrider.workarounds.HalfClosedConnections;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The pool of each service, with bounds that Quarkus has no settings for. */
@Singleton
public class DatabasePool implements PgPoolCreator {
    private static final int CONNECT_MILLIS = 3_000;

    /**
     * Seconds of silence after which a connection is closed, waiting or idle. If a firewall has forgotten it or its host is gone,
     * it stays silent, and TCP needs a quarter of an hour to notice. No statement of ours takes as long.
     */
    private static final int SILENT_SECONDS = 10;

    /** Maximum callers queued for a connection; further callers fail at once. */
    private static final int WAITING = 500;

    /**
     * Every statement of ours finds its rows by a key. A prepared one keeps the plan that it was given when its table was nearly
     * empty, until the table is analyzed: that plan reads the whole table, five times what a mail costs else. And a plan is made once:
     * PostgreSQL would take one for each call to be cheaper, since it knows the partition then, and not count the planning.
     */
    private static final String BY_KEY =
            "set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
                    + " set plan_cache_mode = force_generic_plan";

    /**
     * Characters. PostgreSQL parses and plans a longer statement each time it is used. The client's own limit, 2,048, is shorter than
     * the statement that records outcomes.
     */
    private static final int STATEMENT_LENGTH = 16_384;

    private volatile List<Supplier<Future<SqlConnectOptions>>> servers = List.of();

    /**
     * How to connect to each server, at the address that it has when it is asked for, with the bounds of the pool's connections; none before
     * there is a pool.
     */
    List<Supplier<Future<SqlConnectOptions>>> servers() {
        return servers;
    }

    /** Sets the bounds of a connection: time to connect, silence, length of the statements that are kept prepared. */
    public static void bound(PgConnectOptions server) {
        server.setConnectTimeout(CONNECT_MILLIS)
                .setReadIdleTimeout(SILENT_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        server.setPreparedStatementCacheSqlLimit(STATEMENT_LENGTH);
    }

    @Override
    public Pool create(Input input) {
        PoolOptions options = new PoolOptions(input.poolOptions());
        options.setMaxWaitQueueSize(WAITING);
        // Every caller bounds its own wait. A failed connect does not cancel the pool's timer, which then logs an error
        // for each statement of an outage: github.com/eclipse-vertx/vertx-sql-client/issues/1706 (PoolTimerTest).
        options.setConnectionTimeout(0).setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        input.pgConnectOptionsList().forEach(DatabasePool::bound);
        servers = known(input.vertx(), input.pgConnectOptionsList());
        HalfClosedConnections.closeLate(input.vertx());
        return PgBuilder.pool()
                .with(options)
                .connectingTo(inTurn(servers))
                .using(input.vertx())
                // A connection on which this fails is of no use for other statements either; these will fail.
                .withConnectHandler(
                        connection -> connection.query(BY_KEY).execute().onComplete(done -> connection.close()))
                .build();
    }

    /** A pool without load closes its connections, and a statement that opens one must not depend on a name server that is silent. */
    static List<Supplier<Future<SqlConnectOptions>>> known(Vertx vertx, List<PgConnectOptions> servers) {
        KnownAddresses addresses = new KnownAddresses(vertx);
        return servers.stream()
                .<Supplier<Future<SqlConnectOptions>>>map(server -> () ->
                        addresses.of(server.getSocketAddress()).map(address -> new ServerAddress(server, address)))
                .toList();
    }

    private static <T> Supplier<T> inTurn(List<Supplier<T>> all) {
        AtomicInteger turn = new AtomicInteger();
        return () -> all.get(Math.floorMod(turn.getAndIncrement(), all.size())).get();
    }
}
