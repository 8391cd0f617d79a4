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

/** The connection pool of each service, with limits for which Quarkus has no settings. */
@Singleton
public class DatabasePool implements PgPoolCreator {
    private static final int CONNECT_MILLIS = 3_000;

    /**
     * Seconds without data after which a connection is closed, busy or idle. If a firewall has dropped it or its host
     * is gone, TCP needs a quarter of an hour to notice. None of our statements takes as long.
     */
    private static final int SILENT_SECONDS = 10;

    /** Maximum callers queued for a connection; further callers fail at once. */
    private static final int WAITING = 500;

    /**
     * All our statements find their rows by a key. A prepared statement keeps the plan made when its table was nearly
     * empty until the table is analyzed; that plan reads the whole table, which makes a mail five times as expensive.
     * And a plan is made once: PostgreSQL would take a plan for each call to be cheaper, since it knows the partition
     * then, and would not count the planning.
     */
    private static final String BY_KEY =
            "set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
                    + " set plan_cache_mode = force_generic_plan";

    /**
     * Maximum characters of a cached prepared statement. PostgreSQL parses and plans a longer one each time. The
     * client's default, 2,048, is shorter than the statement that records outcomes.
     */
    private static final int STATEMENT_LENGTH = 16_384;

    private volatile List<Supplier<Future<SqlConnectOptions>>> servers = List.of();

    /**
     * How to connect to each server, at its current address, with the limits of the pool's connections; empty before
     * the pool exists.
     */
    List<Supplier<Future<SqlConnectOptions>>> servers() {
        return servers;
    }

    /** Sets the limits of a connection: time to connect, idle time, length of cached prepared statements. */
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
        // No timeout here, because every caller limits its own wait. A failed connect does not cancel the pool's timer,
        // which would then log an error for each statement during an outage:
        // github.com/eclipse-vertx/vertx-sql-client/issues/1706 (PoolTimerTest).
        options.setConnectionTimeout(0).setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        input.pgConnectOptionsList().forEach(DatabasePool::bound);
        servers = known(input.vertx(), input.pgConnectOptionsList());
        HalfClosedConnections.closeLate(input.vertx());
        return PgBuilder.pool()
                .with(options)
                .connectingTo(inTurn(servers))
                .using(input.vertx())
                // If this fails, the connection is broken, and its other statements will fail as well.
                .withConnectHandler(
                        connection -> connection.query(BY_KEY).execute().onComplete(done -> connection.close()))
                .build();
    }

    /**
     * An idle pool closes its connections, and a statement that opens a new one must not depend on a DNS lookup during
     * an outage of the name servers.
     */
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
