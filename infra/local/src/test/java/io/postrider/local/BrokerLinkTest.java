package io.postrider.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.EventExecutor;
import io.postrider.broker.Arrival;
import io.postrider.broker.BatchOutlet;
import io.postrider.broker.BrokerLink;
import io.postrider.broker.LinkException;
import io.postrider.broker.Parcel;
import io.postrider.contract.Addresses;
import io.postrider.contract.Batch;
import io.postrider.contract.Lane;
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
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ADDRESS = Addresses.submitted(Lane.BULK);

    private static final int MAY_WAIT = 10_000;

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final List<BrokerLink> links = new ArrayList<>();
    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = new EmbeddedBroker(directory, Ports.free(), Map.of("broker.redelivery-delay", "10"));
        broker.start();
    }

    @AfterEach
    void stop() {
        links.forEach(link -> link.close(Duration.ofSeconds(1)).await().atMost(PATIENCE));
        broker.stop();
        vertx.close();
    }

    private BrokerLink link(String user, URI... urls) {
        BrokerLink link =
                new BrokerLink(vertx, new BrokerLink.Settings(List.of(urls), user, user, user, Duration.ofSeconds(5)));
        links.add(link);
        link.open();
        return link;
    }

    private BrokerLink link(String user) {
        BrokerLink link = link(user, broker.url());
        until(link::up);
        return link;
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not within " + PATIENCE);
            Thread.onSpinWait();
        }
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
        ChannelPipeline pipeline = channelTo(broker.url().getPort()).pipeline();
        assertNotNull(pipeline.get(FlushConsolidationHandler.class));
        pipeline.addFirst(new ChannelDuplexHandler() {
            @Override
            public void flush(ChannelHandlerContext context) {
                flushes.incrementAndGet();
                context.flush();
            }
        });
        publish(link, 200);
        assertTrue(flushes.get() < 50, () -> flushes + " writes for 200 transfers");
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
        Map<String, CompletableFuture<Void>> atWork = new ConcurrentHashMap<>();
        BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 3, arrival -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            atWork.put(text(arrival), done);
            arrivals.add(text(arrival));
            return Uni.createFrom().completionStage(done);
        });
        for (int i = 0; i < 20; i++) {
            String next = arrivals.poll(10, TimeUnit.SECONDS);
            assertTrue(atWork.size() <= 3, atWork.size() + " are at work");
            atWork.remove(next).complete(null);
        }
        until(() -> broker.count(ADDRESS) == 0);
    }

    @Test
    void whatFailsComesAgain() throws Exception {
        publish(link("ingest"), 1);
        BlockingQueue<Long> deliveries = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 1, arrival -> {
            deliveries.add(arrival.earlierDeliveries());
            return arrival.earlierDeliveries() < 2
                    ? Uni.createFrom().failure(new IllegalStateException("on purpose"))
                    : Uni.createFrom().voidItem();
        });
        assertEquals(0, deliveries.poll(10, TimeUnit.SECONDS));
        assertEquals(1, deliveries.poll(10, TimeUnit.SECONDS));
        assertEquals(2, deliveries.poll(10, TimeUnit.SECONDS));
        until(() -> broker.count(ADDRESS) == 0);
    }

    @Test
    void aSecondPublishOfTheSameIdIsDropped() {
        BrokerLink link = link("ingest");
        publish(link, 5);
        publish(link, 5);
        assertEquals(5, broker.count(ADDRESS));
    }

    @Test
    void brokerDownFailsAtOnceAndTheLinkComesBackByItself() {
        BrokerLink link = link("ingest");
        broker.stop();
        until(() -> !link.up());
        assertThrows(
                LinkException.class, () -> link.publish(parcel("x")).await().atMost(Duration.ofSeconds(1)));
        assertTrue(link.lastFailure().isPresent());
        broker.start();
        until(link::up);
        publish(link, 3);
        assertEquals(3, broker.count(ADDRESS));
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
        Arrival arrival = arrivals.poll(10, TimeUnit.SECONDS);
        assertTrue(arrival.ours());
        broker.stop();
        until(() -> !arrival.ours());
        first.complete(null);
        broker.start();
        Arrival again = arrivals.poll(30, TimeUnit.SECONDS);
        assertEquals(text(arrival), text(again));
        until(() -> broker.count(ADDRESS) == 0);
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
    void closingWaitsForTheWorkAndHandsBackTheRest() throws Exception {
        publish(link("ingest"), 4);
        Set<String> finished = ConcurrentHashMap.newKeySet();
        BlockingQueue<CompletableFuture<Void>> atWork = new LinkedBlockingQueue<>();
        BrokerLink router = link("router");
        router.receive(ADDRESS, 2, arrival -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            atWork.add(done);
            return Uni.createFrom().completionStage(done).invoke(() -> finished.add(text(arrival)));
        });
        CompletableFuture<Void> one = atWork.poll(10, TimeUnit.SECONDS);
        CompletableFuture<Void> never = atWork.poll(10, TimeUnit.SECONDS);
        CompletableFuture<Void> closed = router.close(Duration.ofSeconds(2)).subscribeAsCompletionStage();
        one.complete(null);
        closed.get(10, TimeUnit.SECONDS);
        assertEquals(1, finished.size());
        assertFalse(never.isDone());
        until(() -> broker.count(ADDRESS) == 3);
        BlockingQueue<String> others = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 10, arrival -> {
            others.add(text(arrival));
            return Uni.createFrom().voidItem();
        });
        until(() -> others.size() == 3);
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
        Arrival begun = arrivals.poll(10, TimeUnit.SECONDS);
        CompletableFuture<Void> closed = router.close(PATIENCE).subscribeAsCompletionStage();
        until(() -> !begun.ours());
        assertFalse(closed.isDone());
        next.complete(null);
        closed.get(10, TimeUnit.SECONDS);
        BlockingQueue<Long> deliveries = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 1, arrival -> {
            deliveries.add(arrival.earlierDeliveries());
            return Uni.createFrom().voidItem();
        });
        assertEquals(0, deliveries.poll(10, TimeUnit.SECONDS));
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
        Arrival slow = arrivals.poll(10, TimeUnit.SECONDS);
        slow.makeRoom();
        slow.makeRoom();
        assertNotNull(arrivals.poll(10, TimeUnit.SECONDS));
        assertNull(arrivals.poll(300, TimeUnit.MILLISECONDS), "one more, not two");
        done.complete(null);
        assertNotNull(arrivals.poll(10, TimeUnit.SECONDS));
        until(() -> broker.count(ADDRESS) == 0);
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
            CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).join();
            assertEquals(MAY_WAIT, broker.count(ADDRESS));
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
            closed.get(5, TimeUnit.SECONDS);
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
                CompletableFuture<Void> next = atWork.poll(10, TimeUnit.SECONDS);
                assertNotNull(next, "no more came after " + done);
                assertTrue(atWork.size() <= 2, () -> atWork.size() + 1 + " are at work");
                next.complete(null);
            }
            until(() -> broker.count(ADDRESS) == 0);
        }
    }

    @Test
    void whatIsNotOursAnyMoreIsNotPublished() {
        BatchOutlet outlet = new BatchOutlet(link("ingest"));
        Batch batch = DeadInletTest.batch();
        outlet.publish(ADDRESS, batch, null, () -> false).await().atMost(PATIENCE);
        assertEquals(0, broker.count(ADDRESS));
        outlet.publish(ADDRESS, batch, null, () -> true).await().atMost(PATIENCE);
        assertEquals(1, broker.count(ADDRESS));
    }
}
