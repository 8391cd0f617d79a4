package io.postrider.pg;

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
 * Force-closes connections that we have half-closed and whose server never answers. The PostgreSQL client sends Terminate and FIN
 * and waits for the server to close; a server that is gone never does. Then the statement under way would be waited
 * for until the end of time, and its connection would be one of the pool for as long.
 */
final class Goodbyes {
    private static final long LOOK_MILLIS = 1_000;
    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final AttributeKey<Long> SAID_AT = AttributeKey.valueOf(Goodbyes.class, "said");

    private Goodbyes() {}

    /** Looks after all event loops for as long as they live. */
    static void lookAfter(Vertx vertx) {
        vertx.setPeriodic(LOOK_MILLIS, tick -> {
            for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
                if (loop instanceof SingleThreadEventLoop ours && !ours.isShuttingDown()) {
                    ours.execute(() -> look(ours));
                }
            }
        });
    }

    private static void look(SingleThreadEventLoop loop) {
        long now = System.nanoTime();
        List<Channel> late = new ArrayList<>();
        for (Iterator<Channel> channels = loop.registeredChannelsIterator(); channels.hasNext(); ) {
            Channel channel = channels.next();
            if (channel instanceof SocketChannel socket && socket.isOutputShutdown()) {
                Long said = channel.attr(SAID_AT).setIfAbsent(now);
                if (said != null && now - said > PATIENCE_NANOS) {
                    late.add(channel);
                }
            }
        }
        // Past the handlers, of which the client's own would say goodbye once more.
        late.forEach(channel -> channel.unsafe().close(channel.unsafe().voidPromise()));
    }
}
