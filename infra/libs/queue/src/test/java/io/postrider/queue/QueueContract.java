package io.postrider.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postrider.mail.Addresses;
import io.postrider.mail.Lane;
import io.postrider.mail.Limits;
import io.postrider.queue.BrokerConnection.Capability;
import io.postrider.testing.ExpectedErrors;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What each implementation of {@link BrokerConnection} does on its real broker, with the addresses and users of Postrider. A test of
 * a capability is skipped where the broker lacks it.
 */
abstract class QueueContract {
    protected static final Duration PATIENCE = Patience.LIMIT;
    protected static final String ADDRESS = Addresses.submitted(Lane.BULK);

    private final List<BrokerConnection> links = new ArrayList<>();

    /** Starts the broker, with what it kept when it was stopped. */
    protected abstract void startBroker();

    protected abstract void stopBroker();

    /** Releases what the implementation's connections need. */
    protected abstract void end();

    /** A connection of one of the broker's users, not yet opened. */
    protected abstract BrokerConnection connection(String user);

    /** Messages on an address, those with a consumer included, without the interface under test. */
    protected abstract long count(String address);

    @BeforeEach
    void start() {
        startBroker();
    }

    @AfterEach
    void stop() {
        links.forEach(link -> link.close(Duration.ofSeconds(1)).await().atMost(PATIENCE));
        stopBroker();
        end();
    }

    /** Opens a connection and closes it at the end. */
    protected final <T extends BrokerConnection> T opened(T link) {
        links.add(link);
        link.open();
        return link;
    }

    /** An open connection that is up. */
    protected final BrokerConnection link(String user) {
        BrokerConnection link = opened(connection(user));
        until(link::up);
        return link;
    }

    protected final void closesItself(BrokerConnection link) {
        links.remove(link);
    }

    protected static void until(Callable<Boolean> condition) {
        Patience.await().pollInterval(Duration.ofMillis(1)).until(condition);
    }

    /** A broker may count a message some moments after it has settled it. */
    protected final void waiting(int messages) {
        until(() -> count(ADDRESS) == messages);
    }

    protected static OutgoingMessage outgoing(String body) {
        return OutgoingMessage.of(ADDRESS, body.getBytes(StandardCharsets.UTF_8), body);
    }

    protected static void publish(BrokerConnection link, int count) {
        List<Uni<Void>> publishes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            publishes.add(link.publish(outgoing("n" + i)));
        }
        Uni.join().all(publishes).andFailFast().await().atMost(PATIENCE);
    }

    private static void publish(BrokerConnection link, OutgoingMessage message) {
        link.publish(message).await().atMost(PATIENCE);
    }

    private static String text(ReceivedMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    private void requires(Capability capability) {
        assumeTrue(connection("ingest").capabilities().contains(capability), () -> "no " + capability);
    }

    private BlockingQueue<String> received(int credit) {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, credit, message -> {
            messages.add(text(message));
            return Uni.createFrom().voidItem();
        });
        return messages;
    }

    @Test
    void bodyAndPropertiesArriveAsTheyWere() throws Exception {
        BlockingQueue<ReceivedMessage> messages = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 1, message -> {
            messages.add(message);
            return Uni.createFrom().voidItem();
        });
        byte[] body = {0, 1, (byte) 0xff};
        publish(link("ingest"), OutgoingMessage.of(ADDRESS, body, "id").withProperties(Map.of("kind", "none")));
        ReceivedMessage message = Patience.next(messages);
        assertArrayEquals(body, message.body());
        assertEquals(ADDRESS, message.address());
        assertEquals("none", message.property("kind"));
        assertNull(message.property("other"));
        assertNull(message.movedFrom());
        assertFalse(message.expired());
        assertEquals(1, message.deliveries());
        assertFalse(message.lastDelivery());
    }

    @Test
    void higherPriorityOvertakes() throws Exception {
        requires(Capability.PRIORITIES);
        BrokerConnection link = link("ingest");
        publish(link, outgoing("low").withPriority(2));
        publish(link, outgoing("high").withPriority(Limits.HIGHEST_PRIORITY));
        BlockingQueue<String> messages = received(1);
        assertEquals("high", Patience.next(messages));
        assertEquals("low", Patience.next(messages));
        waiting(0);
    }

    @Test
    void depthsAreThoseOfOurAddresses() {
        requires(Capability.DEPTHS);
        BrokerConnection link = link("ingest");
        publish(link, 3);
        QueueDepth expected = new QueueDepth(ADDRESS, 3, 0, 0);
        until(() -> depths(link).contains(expected));
        assertTrue(depths(link).stream().allMatch(depth -> Addresses.isOurs(depth.address())));
    }

    private static Collection<QueueDepth> depths(BrokerConnection link) {
        return link.depths().await().atMost(PATIENCE);
    }

    @Test
    @ExpectedErrors("failed and was returned to the broker: .*on purpose")
    void messageThatFailsAtEachDeliveryIsMovedToTheDeadLetters() throws Exception {
        BlockingQueue<ReceivedMessage> dead = new LinkedBlockingQueue<>();
        link("ingest").receive(Addresses.DEAD, 1, message -> {
            dead.add(message);
            return Uni.createFrom().voidItem();
        });
        BlockingQueue<Boolean> last = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 1, message -> {
            last.add(message.lastDelivery());
            return Uni.createFrom().failure(new IllegalStateException("on purpose"));
        });
        publish(link("ingest"), outgoing("poison"));
        ReceivedMessage message = Patience.next(dead);
        assertEquals("poison", text(message));
        assertEquals(ADDRESS, message.movedFrom());
        assertEquals(ReceivedMessage.MAX_DELIVERIES, last.size());
        assertEquals(1, last.stream().filter(Boolean::booleanValue).count());
        until(() -> count(Addresses.DEAD) == 0);
    }

    @Test
    void neverMoreThanTheCreditIsUnsettled() throws Exception {
        publish(link("ingest"), 20);
        BlockingQueue<CompletableFuture<Void>> messages = new LinkedBlockingQueue<>();
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        link("router").receive(ADDRESS, 3, message -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            messages.add(done);
            return Uni.createFrom().completionStage(done);
        });
        until(() -> messages.size() == 3);
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Void> next = Patience.next(messages);
            atWork.decrementAndGet();
            next.complete(null);
        }
        waiting(0);
        assertEquals(3, most.get());
    }

    @Test
    @ExpectedErrors("failed and was returned to the broker: .*on purpose")
    void whatFailsComesAgain() throws Exception {
        publish(link("ingest"), 1);
        BlockingQueue<Long> deliveries = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 1, message -> {
            deliveries.add(message.earlierDeliveries());
            return message.earlierDeliveries() < 2
                    ? Uni.createFrom().failure(new IllegalStateException("on purpose"))
                    : Uni.createFrom().voidItem();
        });
        assertEquals(0, Patience.next(deliveries));
        assertEquals(1, Patience.next(deliveries));
        assertEquals(2, Patience.next(deliveries));
        waiting(0);
    }

    @Test
    void brokerDownFailsAtOnceAndTheLinkComesBackByItself() {
        BrokerConnection link = link("ingest");
        stopBroker();
        until(() -> !link.up());
        BrokerException refused = assertThrows(
                BrokerException.class, () -> link.publish(outgoing("x")).await().atMost(PATIENCE));
        assertTrue(refused.getMessage().contains("not connected"), refused::getMessage);
        assertTrue(link.lastFailure().isPresent());
        startBroker();
        until(link::up);
        publish(link, 3);
        waiting(3);
    }

    @Test
    void anOutageTakesTheRightToSettleAndDeliversAgain() throws Exception {
        publish(link("ingest"), 1);
        BlockingQueue<ReceivedMessage> messages = new LinkedBlockingQueue<>();
        CompletableFuture<Void> first = new CompletableFuture<>();
        link("router").receive(ADDRESS, 1, message -> {
            messages.add(message);
            // The first delivery waits for it; when the second comes, it is done.
            return Uni.createFrom().completionStage(first);
        });
        ReceivedMessage message = Patience.next(messages);
        assertTrue(message.ours());
        stopBroker();
        until(() -> !message.ours());
        first.complete(null);
        startBroker();
        ReceivedMessage again = Patience.next(messages);
        assertEquals(text(message), text(again));
        waiting(0);
    }

    @Test
    void aForbiddenAddressFailsItsPublishAndNoOther() {
        BrokerConnection link = link("router");
        assertThrows(
                BrokerException.class, () -> link.publish(outgoing("x")).await().atMost(PATIENCE));
        link.publish(OutgoingMessage.of(Addresses.outbound(Lane.BULK), new byte[] {1}, "ok"))
                .await()
                .atMost(PATIENCE);
        assertTrue(link.up());
    }

    @Test
    void closingWaitsForTheWorkThatIsUnderWay() throws Exception {
        publish(link("ingest"), 4);
        BlockingQueue<CompletableFuture<Void>> atWork = new LinkedBlockingQueue<>();
        BrokerConnection router = link("router");
        router.receive(ADDRESS, 2, message -> {
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
        BrokerConnection router = link("router");
        router.receive(ADDRESS, 2, message -> {
            CompletableFuture<Void> never = new CompletableFuture<>();
            atWork.add(never);
            return Uni.createFrom().completionStage(never);
        });
        Patience.next(atWork);
        Patience.next(atWork);
        Patience.result(router.close(Duration.ofMillis(100)).subscribeAsCompletionStage());
        BlockingQueue<Long> others = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 10, message -> {
            others.add(message.earlierDeliveries());
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
        BlockingQueue<ReceivedMessage> messages = new LinkedBlockingQueue<>();
        BrokerConnection router = link("router");
        router.receive(ADDRESS, 1, message -> {
            messages.add(message);
            return Uni.createFrom().completionStage(next);
        });
        ReceivedMessage begun = Patience.next(messages);
        CompletableFuture<Void> closed = router.close(PATIENCE).subscribeAsCompletionStage();
        until(() -> !begun.ours());
        assertFalse(closed.isDone());
        next.complete(null);
        Patience.result(closed);
        BlockingQueue<Long> deliveries = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 1, message -> {
            deliveries.add(message.earlierDeliveries());
            return Uni.createFrom().voidItem();
        });
        assertEquals(0, Patience.next(deliveries));
        waiting(0);
    }

    @Test
    void whatTakesLongMakesRoomForOneMore() throws Exception {
        publish(link("ingest"), 3);
        BlockingQueue<ReceivedMessage> messages = new LinkedBlockingQueue<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        link("router").receive(ADDRESS, 1, message -> {
            messages.add(message);
            return Uni.createFrom().completionStage(done);
        });
        ReceivedMessage slow = Patience.next(messages);
        slow.releaseCredit();
        slow.releaseCredit();
        Patience.next(messages);
        assertNull(messages.poll(300, TimeUnit.MILLISECONDS), "one more, not two");
        done.complete(null);
        Patience.next(messages);
        waiting(0);
    }

    @Test
    void aSecondPublishOfTheSameIdIsDropped() throws Exception {
        requires(Capability.DUPLICATE_DETECTION);
        BrokerConnection link = link("ingest");
        publish(link, 5);
        publish(link, 6);
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        link("router").receive(ADDRESS, 10, message -> {
            messages.add(text(message));
            return Uni.createFrom().voidItem();
        });
        for (int i = 0; i < 6; i++) {
            assertEquals("n" + i, Patience.next(messages));
        }
        waiting(0);
    }
}
