package io.postrider.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import io.postrider.mail.Addresses;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Lane;
import io.postrider.neighbours.artemis.ArtemisServer;
import io.postrider.neighbours.net.LinkProxy;
import io.postrider.neighbours.net.Ports;
import io.postrider.testing.ExpectedErrors;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerLinkTest {
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final String ADDRESS = Addresses.submitted(Lane.BULK);

    private static final int MAY_WAIT = 10_000;

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final List<BrokerLink> links = new ArrayList<>();
    private ArtemisServer broker;

    @BeforeEach
    void start() {
        broker = new ArtemisServer(directory, Ports.free(), Map.of("broker.redelivery-delay", "10"));
        broker.start();
    }

    @AfterEach
    void stop() {
        links.forEach(link -> link.close(Duration.ofSeconds(1)).await().atMost(PATIENCE));
        broker.stop();
        vertx.close();
    }

    private BrokerLink link(String user, URI... urls) {
        BrokerLink link = new BrokerLink(vertx, new BrokerLink.Settings(List.of(urls), user, user, user, PATIENCE));
        links.add(link);
        link.open();
        return link;
    }

    private BrokerLink link(String user) {
        BrokerLink link = link(user, broker.url());
        until(link::up);
        return link;
    }

    private static void until(Callable<Boolean> condition) {
        Patience.await().pollInterval(Duration.ofMillis(1)).until(condition);
    }

    /** The broker counts a message some moments after it has settled it. */
    private void waiting(int messages) {
        until(() -> broker.count(ADDRESS) == messages);
    }

    private static Parcel parcel(String body) {
        return Parcel.of(ADDRESS, body.getBytes(StandardCharsets.UTF_8), body);
    }

    private static void publish(BrokerLink link, int count) {
        List<Uni<Void>> publishes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            publishes.add(link.publish(parcel("n" + i)));
        }
        Uni.join().all(publishes).andFailFast().await().atMost(PATIENCE);
    }

    private static String text(Arrival arrival) {
        return new String(arrival.body(), StandardCharsets.UTF_8);
    }

    @Test
    void manyFramesOfOneTurnGoOutInOneWrite() throws Exception {
        BrokerLink link = link("ingest");
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
            publishes.add(link.publish(parcel("m" + i)).subscribeAsCompletionStage());
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
    void neverMoreThanTheCreditIsUnsettled() throws Exception {
        publish(link("ingest"), 20);
        BlockingQueue<CompletableFuture<Void>> arrivals = new LinkedBlockingQueue<>();
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        link("router").receive(ADDRESS, 3, arrival -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            arrivals.add(done);
            return Uni.createFrom().completionStage(done);
        });
        until(() -> arrivals.size() == 3);
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Void> next = Patience.next(arrivals);
            atWork.decrementAndGet();
            next.complete(null);
        }
        waiting(0);
        assertEquals(3, most.get());
    }

    @Test
    @ExpectedErrors("failed and is handed back: .*on purpose")
    void whatFailsComesAgain() throws Exception {
        publish(link("ingest"), 1);
        BlockingQueue<Long> deliveries = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 1, arrival -> {
            deliveries.add(arrival.earlierDeliveries());
            return arrival.earlierDeliveries() < 2
                    ? Uni.createFrom().failure(new IllegalStateException("on purpose"))
                    : Uni.createFrom().voidItem();
        });
        assertEquals(0, Patience.next(deliveries));
        assertEquals(1, Patience.next(deliveries));
        assertEquals(2, Patience.next(deliveries));
        waiting(0);
    }

    @Test
    void aSecondPublishOfTheSameIdIsDropped() throws Exception {
        BrokerLink link = link("ingest");
        publish(link, 5);
        publish(link, 6);
        BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 10, arrival -> {
            arrivals.add(text(arrival));
            return Uni.createFrom().voidItem();
        });
        for (int i = 0; i < 6; i++) {
            assertEquals("n" + i, Patience.next(arrivals));
        }
        waiting(0);
    }

    @Test
    void brokerDownFailsAtOnceAndTheLinkComesBackByItself() {
        BrokerLink link = link("ingest");
        broker.stop();
        until(() -> !link.up());
        LinkException refused = assertThrows(
                LinkException.class, () -> link.publish(parcel("x")).await().atMost(PATIENCE));
        assertTrue(refused.getMessage().contains("is not connected"), refused::getMessage);
        assertTrue(link.lastFailure().isPresent());
        broker.start();
        until(link::up);
        publish(link, 3);
        waiting(3);
    }

    @Test
    void anOutageTakesTheRightToSettleAndDeliversAgain() throws Exception {
        publish(link("ingest"), 1);
        BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
        CompletableFuture<Void> first = new CompletableFuture<>();
        link("router").receive(ADDRESS, 1, arrival -> {
            arrivals.add(arrival);
            // The first delivery waits for it; when the second comes, it is done.
            return Uni.createFrom().completionStage(first);
        });
        Arrival arrival = Patience.next(arrivals);
        assertTrue(arrival.ours());
        broker.stop();
        until(() -> !arrival.ours());
        first.complete(null);
        broker.start();
        Arrival again = Patience.next(arrivals);
        assertEquals(text(arrival), text(again));
        waiting(0);
    }

    @Test
    void aDeadAddressOfThePairIsPassedOver() {
        BrokerLink link = link("ingest", URI.create("amqp://127.0.0.1:" + Ports.free()), broker.url());
        until(link::up);
        publish(link, 1);
    }

    @Test
    void aForbiddenAddressFailsItsPublishAndNoOther() {
        BrokerLink link = link("router");
        assertThrows(
                LinkException.class, () -> link.publish(parcel("x")).await().atMost(PATIENCE));
        link.publish(Parcel.of(Addresses.outbound(Lane.BULK), new byte[] {1}, "ok"))
                .await()
                .atMost(PATIENCE);
        assertTrue(link.up());
    }

    @Test
    void closingWaitsForTheWorkThatIsUnderWay() throws Exception {
        publish(link("ingest"), 4);
        BlockingQueue<CompletableFuture<Void>> atWork = new LinkedBlockingQueue<>();
        BrokerLink router = link("router");
        router.receive(ADDRESS, 2, arrival -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            atWork.add(done);
            return Uni.createFrom().completionStage(done);
        });
        CompletableFuture<Void> one = Patience.next(atWork);
        CompletableFuture<Void> other = Patience.next(atWork);
        CompletableFuture<Void> closed = router.close(PATIENCE).subscribeAsCompletionStage();
        one.complete(null);
        waiting(3);
        assertFalse(closed.isDone());
        other.complete(null);
        Patience.result(closed);
        waiting(2);
    }

    @Test
    void closingHandsBackWhatIsNotDoneInItsGrace() throws Exception {
        publish(link("ingest"), 4);
        BlockingQueue<CompletableFuture<Void>> atWork = new LinkedBlockingQueue<>();
        BrokerLink router = link("router");
        router.receive(ADDRESS, 2, arrival -> {
            CompletableFuture<Void> never = new CompletableFuture<>();
            atWork.add(never);
            return Uni.createFrom().completionStage(never);
        });
        Patience.next(atWork);
        Patience.next(atWork);
        Patience.result(router.close(Duration.ofMillis(100)).subscribeAsCompletionStage());
        BlockingQueue<Long> others = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 10, arrival -> {
            others.add(arrival.earlierDeliveries());
            return Uni.createFrom().voidItem();
        });
        for (int i = 0; i < 4; i++) {
            assertEquals(0, Patience.next(others), "as if it had never come");
        }
        assertTrue(atWork.isEmpty(), "nothing more came to the one that was closing");
        waiting(0);
    }

    @Test
    void whoStopsHalfwayHandsBackAsIfItHadNeverCome() throws Exception {
        publish(link("ingest"), 1);
        CompletableFuture<Void> next = new CompletableFuture<>();
        BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
        BrokerLink router = link("router");
        router.receive(ADDRESS, 1, arrival -> {
            arrivals.add(arrival);
            return Uni.createFrom().completionStage(next);
        });
        Arrival begun = Patience.next(arrivals);
        CompletableFuture<Void> closed = router.close(PATIENCE).subscribeAsCompletionStage();
        until(() -> !begun.ours());
        assertFalse(closed.isDone());
        next.complete(null);
        Patience.result(closed);
        BlockingQueue<Long> deliveries = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 1, arrival -> {
            deliveries.add(arrival.earlierDeliveries());
            return Uni.createFrom().voidItem();
        });
        assertEquals(0, Patience.next(deliveries));
        waiting(0);
    }

    @Test
    void whatTakesLongMakesRoomForOneMore() throws Exception {
        publish(link("ingest"), 3);
        BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        link("router").receive(ADDRESS, 1, arrival -> {
            arrivals.add(arrival);
            return Uni.createFrom().completionStage(done);
        });
        Arrival slow = Patience.next(arrivals);
        slow.makeRoom();
        slow.makeRoom();
        Patience.next(arrivals);
        assertNull(arrivals.poll(300, TimeUnit.MILLISECONDS), "one more, not two");
        done.complete(null);
        Patience.next(arrivals);
        waiting(0);
    }

    @Test
    void asManyParcelsAsMayWaitForCreditAndNotOneMore() {
        try (LinkProxy proxy = LinkProxy.to(broker.url().getPort())) {
            BrokerLink link = link("ingest", URI.create("amqp://127.0.0.1:" + proxy.port()));
            until(link::up);
            proxy.stall();
            List<CompletableFuture<Void>> waiting = new ArrayList<>();
            for (int i = 0; i < MAY_WAIT; i++) {
                waiting.add(link.publish(parcel("n" + i)).subscribeAsCompletionStage());
            }
            LinkException refused = assertThrows(
                    LinkException.class,
                    () -> link.publish(parcel("one more")).await().atMost(PATIENCE));
            assertTrue(refused.getMessage().contains("10000 parcels wait"), refused::getMessage);
            assertTrue(waiting.stream().noneMatch(CompletableFuture::isDone));
            proxy.mend();
            waiting.forEach(Patience::result);
            waiting(MAY_WAIT);
        }
    }

    @Test
    void closingEndsAlsoIfTheLinkIsLostMeanwhile() throws Exception {
        try (LinkProxy proxy = LinkProxy.to(broker.url().getPort())) {
            BrokerLink link = link("ingest", URI.create("amqp://127.0.0.1:" + proxy.port()));
            until(link::up);
            proxy.stall();
            CompletableFuture<Void> closed = link.close(Duration.ZERO).subscribeAsCompletionStage();
            assertThrows(TimeoutException.class, () -> closed.get(300, TimeUnit.MILLISECONDS));
            proxy.cut();
            Patience.result(closed);
            links.remove(link);
        }
    }

    @Test
    void whatIsWorkedOnAfterALossTakesThePlaceOfWhatMightCome() throws Exception {
        publish(link("ingest"), 20);
        try (LinkProxy proxy = LinkProxy.to(broker.url().getPort())) {
            BrokerLink router = link("router", URI.create("amqp://127.0.0.1:" + proxy.port()));
            BlockingQueue<CompletableFuture<Void>> atWork = new LinkedBlockingQueue<>();
            router.receive(ADDRESS, 3, arrival -> {
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
        BatchOutlet outlet = new BatchOutlet(link("ingest"));
        Batch batch = DeadInletTest.batch();
        Batch another = DeadInletTest.batch();
        BlockingQueue<Batch> arrivals = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 10, arrival -> {
            arrivals.add(BatchCodec.decode(arrival.body()));
            return Uni.createFrom().voidItem();
        });
        outlet.publish(ADDRESS, batch, null, () -> false).await().atMost(PATIENCE);
        outlet.publish(ADDRESS, another, null, () -> true).await().atMost(PATIENCE);
        assertEquals(another.id(), Patience.next(arrivals).id());
        waiting(0);
    }
}
