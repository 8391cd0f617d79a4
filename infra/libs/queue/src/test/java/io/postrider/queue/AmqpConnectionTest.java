package io.postrider.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.EventExecutor;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.neighbours.artemis.ArtemisServer;
import io.postrider.neighbours.net.LinkProxy;
import io.postrider.neighbours.net.Ports;
import io.postrider.queue.amqp.AmqpConnection;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AmqpConnectionTest extends QueueContract {
    private static final int MAY_WAIT = 10_000;

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private ArtemisServer broker;

    @Override
    protected void startBroker() {
        if (broker == null) {
            broker = new ArtemisServer(
                    directory,
                    Ports.free(),
                    Map.of("broker.redelivery-delay", "10", "broker.max-redelivery-delay", "20"));
        }
        broker.start();
    }

    @Override
    protected void stopBroker() {
        broker.stop();
    }

    @Override
    protected void end() {
        vertx.close();
    }

    @Override
    protected long count(String address) {
        return broker.count(address);
    }

    @Override
    protected BrokerConnection connection(String user) {
        return new AmqpConnection(
                vertx, new AmqpConnection.Settings(List.of(broker.url()), user, user, user, PATIENCE));
    }

    private BrokerConnection link(String user, URI... urls) {
        return opened(
                new AmqpConnection(vertx, new AmqpConnection.Settings(List.of(urls), user, user, user, PATIENCE)));
    }

    @Test
    void manyFramesOfOneTurnGoOutInOneWrite() throws Exception {
        BrokerConnection link = link("ingest");
        AtomicInteger flushes = new AtomicInteger();
        Channel channel = channelTo(broker.url().getPort());
        assertNotNull(channel.pipeline().get(FlushConsolidationHandler.class));
        channel.pipeline().addFirst(new ChannelDuplexHandler() {
            @Override
            public void flush(ChannelHandlerContext context) {
                flushes.incrementAndGet();
                context.flush();
            }
        });
        // All are there before the event loop, which is held up, comes to the first of them.
        publish(link, 1);
        CountDownLatch held = new CountDownLatch(1);
        channel.eventLoop().execute(() -> uninterruptibly(held));
        int before = flushes.get();
        List<CompletableFuture<Void>> publishes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            publishes.add(link.publish(outgoing("m" + i)).subscribeAsCompletionStage());
        }
        held.countDown();
        publishes.forEach(Patience::result);
        int writes = flushes.get() - before;
        assertTrue(writes < 50, () -> writes + " writes for 200 transfers");
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Channel channelTo(int port) throws Exception {
        for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
            List<Channel> channels = new ArrayList<>();
            loop.submit(() -> ((SingleThreadEventLoop) loop)
                            .registeredChannelsIterator()
                            .forEachRemaining(channels::add))
                    .get();
            for (Channel channel : channels) {
                if (channel.remoteAddress() instanceof InetSocketAddress remote && remote.getPort() == port) {
                    return channel;
                }
            }
        }
        throw new AssertionError("no connection to port " + port);
    }

    @Test
    void aDeadAddressOfThePairIsPassedOver() {
        BrokerConnection link = link("ingest", URI.create("amqp://127.0.0.1:" + Ports.free()), broker.url());
        until(link::up);
        publish(link, 1);
    }

    @Test
    void asManyParcelsAsMayWaitForCreditAndNotOneMore() {
        try (LinkProxy proxy = LinkProxy.to(broker.url().getPort())) {
            BrokerConnection link = link("ingest", URI.create("amqp://127.0.0.1:" + proxy.port()));
            until(link::up);
            proxy.stall();
            List<CompletableFuture<Void>> waiting = new ArrayList<>();
            for (int i = 0; i < MAY_WAIT; i++) {
                waiting.add(link.publish(outgoing("n" + i)).subscribeAsCompletionStage());
            }
            BrokerException refused = assertThrows(
                    BrokerException.class,
                    () -> link.publish(outgoing("one more")).await().atMost(PATIENCE));
            assertTrue(refused.getMessage().contains("10000 messages are waiting"), refused::getMessage);
            assertTrue(waiting.stream().noneMatch(CompletableFuture::isDone));
            proxy.mend();
            waiting.forEach(Patience::result);
            waiting(MAY_WAIT);
        }
    }

    @Test
    void closingEndsAlsoIfTheLinkIsLostMeanwhile() throws Exception {
        try (LinkProxy proxy = LinkProxy.to(broker.url().getPort())) {
            BrokerConnection link = link("ingest", URI.create("amqp://127.0.0.1:" + proxy.port()));
            until(link::up);
            proxy.stall();
            CompletableFuture<Void> closed = link.close(Duration.ZERO).subscribeAsCompletionStage();
            assertThrows(TimeoutException.class, () -> closed.get(300, TimeUnit.MILLISECONDS));
            proxy.cut();
            Patience.result(closed);
            closesItself(link);
        }
    }

    @Test
    void whatIsWorkedOnAfterALossTakesThePlaceOfWhatMightCome() throws Exception {
        publish(link("ingest"), 20);
        try (LinkProxy proxy = LinkProxy.to(broker.url().getPort())) {
            BrokerConnection router = link("router", URI.create("amqp://127.0.0.1:" + proxy.port()));
            BlockingQueue<CompletableFuture<Void>> atWork = new LinkedBlockingQueue<>();
            router.receive(ADDRESS, 3, message -> {
                CompletableFuture<Void> done = new CompletableFuture<>();
                atWork.add(done);
                return Uni.createFrom().completionStage(done);
            });
            for (int loss = 0; loss < 3; loss++) {
                until(() -> router.up() && atWork.size() == 3);
                proxy.cut();
                until(() -> !router.up());
                proxy.mend();
            }
            until(router::up);
            assertEquals(3, atWork.size());
            atWork.take().complete(null);
            until(() -> atWork.size() == 3);
            assertNull(
                    atWork.stream().filter(CompletableFuture::isDone).findAny().orElse(null));
            for (int done = 1; done < 23; done++) {
                CompletableFuture<Void> next = Patience.next(atWork);
                assertTrue(atWork.size() <= 2, () -> atWork.size() + 1 + " are at work");
                next.complete(null);
            }
            waiting(0);
        }
    }

    @Test
    void whatIsNotOursAnyMoreIsNotPublished() throws Exception {
        BatchSender batches = new BatchSender(link("ingest"));
        Batch batch = DeadLetterReceiverTest.batch();
        Batch another = DeadLetterReceiverTest.batch();
        BlockingQueue<Batch> messages = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 10, message -> {
            messages.add(BatchCodec.decode(message.body()));
            return Uni.createFrom().voidItem();
        });
        batches.publish(ADDRESS, batch, 4, () -> false).await().atMost(PATIENCE);
        batches.publish(ADDRESS, another, 4, () -> true).await().atMost(PATIENCE);
        assertEquals(another.id(), Patience.next(messages).id());
        waiting(0);
    }
}
