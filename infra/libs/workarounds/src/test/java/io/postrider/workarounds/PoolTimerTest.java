package io.postrider.workarounds;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.testing.Patience;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Why {@code DatabasePool} of {@code infra/libs/pg} sets no connection timeout on its pool: <a
 * href="https://github.com/eclipse-vertx/vertx-sql-client/issues/1706">vertx-sql-client 1706</a>. When this fails, it may set one.
 */
class PoolTimerTest {
    @Test
    void timerOfThePoolFiresAfterAFailedConnect() throws Exception {
        Vertx vertx = Vertx.vertx();
        BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
        vertx.exceptionHandler(uncaught::add);
        Pool pool = PgBuilder.pool()
                .with(new PoolOptions().setConnectionTimeout(1).setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .connectingTo(new PgConnectOptions().setHost("127.0.0.1").setPort(closedPort()))
                .using(vertx)
                .build();
        assertThrows(
                CompletionException.class,
                () -> Patience.result(pool.query("select 1").execute().toCompletionStage()));
        assertInstanceOf(IllegalStateException.class, Patience.next(uncaught));
        Patience.result(vertx.close().toCompletionStage());
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
