package io.postrider.workarounds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SingleThreadEventLoop;
import io.postrider.testing.Patience;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonHelper;
import io.vertx.proton.ProtonSender;
import io.vertx.proton.ProtonServer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatheredWritesTest {
    private static final int TRANSFERS = 20;

    private final Vertx vertx = Vertx.vertx();
    private Context context;
    private int port;

    /** A server that takes everything. */
    @BeforeEach
    void start() {
        context = vertx.getOrCreateContext();
        ProtonServer server = ProtonServer.create(vertx).connectHandler(connection -> {
            connection.openHandler(opened -> connection.open());
            connection.sessionOpenHandler(session -> session.open());
            connection.receiverOpenHandler(receiver -> {
                receiver.setTarget(receiver.getRemoteTarget());
                receiver.setPrefetch(10 * TRANSFERS).handler((delivery, message) -> {});
                receiver.open();
            });
        });
        CompletableFuture<Integer> listening = new CompletableFuture<>();
        server.listen(0, "127.0.0.1", started -> {
            if (started.succeeded()) {
                listening.complete(started.result().actualPort());
            } else {
                listening.completeExceptionally(started.cause());
            }
        });
        port = Patience.result(listening);
    }

    @AfterEach
    void stop() {
        Patience.result(vertx.close().toCompletionStage());
    }

    /** When this fails, vertx-proton gathers its writes itself, and {@link GatheredWrites} can go. */
    @Test
    void clientFlushesEachTransfer() {
        assertTrue(flushes(sender()) >= TRANSFERS, "vertx-proton gathers its writes");
    }

    @Test
    void transfersOfOneIterationAreOneWrite() {
        ProtonSender sender = sender();
        onContext(() -> GatheredWrites.on(context, port));
        assertEquals(1, flushes(sender));
    }

    private ProtonSender sender() {
        CompletableFuture<ProtonSender> ready = new CompletableFuture<>();
        context.runOnContext(begin -> ProtonClient.create(vertx).connect("127.0.0.1", port, connected -> {
            if (connected.failed()) {
                ready.completeExceptionally(connected.cause());
                return;
            }
            connected.result().openHandler(opened -> {
                ProtonSender sender = connected.result().createSender("any");
                sender.sendQueueDrainHandler(credit -> ready.complete(sender));
                sender.open();
            });
            connected.result().open();
        }));
        return Patience.result(ready);
    }

    /** Writes to the socket that the transfers of one iteration of the event loop cause. */
    private int flushes(ProtonSender sender) {
        AtomicInteger flushes = new AtomicInteger();
        onContext(() -> channel().pipeline().addFirst(new ChannelDuplexHandler() {
            @Override
            public void flush(ChannelHandlerContext channel) {
                flushes.incrementAndGet();
                channel.flush();
            }
        }));
        CompletableFuture<Void> settled = new CompletableFuture<>();
        AtomicInteger open = new AtomicInteger(TRANSFERS);
        onContext(() -> {
            for (int i = 0; i < TRANSFERS; i++) {
                sender.send(ProtonHelper.message("transfer " + i), delivery -> {
                    if (open.decrementAndGet() == 0) {
                        settled.complete(null);
                    }
                });
            }
        });
        // The consolidated flush is a task of the event loop that was queued before this one.
        CompletableFuture<Integer> counted = new CompletableFuture<>();
        onContext(() -> counted.complete(flushes.get()));
        Patience.result(settled);
        return Patience.result(counted);
    }

    private Channel channel() {
        List<Channel> channels = new ArrayList<>();
        ((SingleThreadEventLoop) ((ContextInternal) context).nettyEventLoop())
                .registeredChannelsIterator()
                .forEachRemaining(channels::add);
        return channels.stream()
                .filter(channel ->
                        channel.remoteAddress() instanceof InetSocketAddress remote && remote.getPort() == port)
                .findFirst()
                .orElseThrow();
    }

    private void onContext(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(on -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        Patience.result(done);
    }
}
