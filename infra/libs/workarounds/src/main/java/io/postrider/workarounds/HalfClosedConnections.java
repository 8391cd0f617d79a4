package io.postrider.workarounds;

import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Closes connections that are half-closed by us and whose server does not close its half within two seconds.
 *
 * <p>Upstream: vertx-pg-client closes a connection by sending Terminate, shutting down its output, and waiting for the
 * server to close, without a limit. A server that is gone never closes. Then the statement in progress never completes,
 * and its connection keeps a slot of the pool. No issue exists; to report to eclipse-vertx/vertx-sql-client:
 * "PgEncoder.writeTerminate waits for the server without a timeout". <a
 * href="https://github.com/eclipse-vertx/vertx-sql-client/issues/1675">Issue 1675</a> is related: there the socket
 * stays open after a failure to decode.
 */
public final class HalfClosedConnections {
    private static final long CHECK_MILLIS = 1_000;
    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final AttributeKey<Long> SINCE = AttributeKey.valueOf(HalfClosedConnections.class, "since");

    private HalfClosedConnections() {}

    /** Checks all connections of all event loops every second as long as they exist. */
    public static void closeLate(Vertx vertx) {
        vertx.setPeriodic(CHECK_MILLIS, tick -> {
            for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
                if (loop instanceof SingleThreadEventLoop ours && !ours.isShuttingDown()) {
                    ours.execute(() -> check(ours));
                }
            }
        });
    }

    private static void check(SingleThreadEventLoop loop) {
        long now = System.nanoTime();
        List<Channel> late = new ArrayList<>();
        for (Iterator<Channel> channels = loop.registeredChannelsIterator(); channels.hasNext(); ) {
            Channel channel = channels.next();
            if (channel instanceof SocketChannel socket && socket.isOutputShutdown()) {
                Long since = channel.attr(SINCE).setIfAbsent(now);
                if (since != null && now - since > PATIENCE_NANOS) {
                    late.add(channel);
                }
            }
        }
        // Bypasses the handlers, since the client's handler would send Terminate again.
        late.forEach(channel -> channel.unsafe().close(channel.unsafe().voidPromise()));
    }
}
