package io.postrider.ingest;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The pool with bounded waits, which cannot be set by configuration: a 503 after seconds is better than one after a minute. */
@Singleton
class DatabasePool implements PgPoolCreator {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int WAIT_MILLIS = 5_000;

    @Override
    public Pool create(Input input) {
        PoolOptions options = new PoolOptions(input.poolOptions());
        options.setConnectionTimeout(WAIT_MILLIS).setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        input.pgConnectOptionsList().forEach(server -> server.setConnectTimeout(CONNECT_MILLIS));
        return PgBuilder.pool()
                .with(options)
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
