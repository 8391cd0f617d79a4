package io.postrider.queue;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Addresses;
import io.postrider.mail.Lane;
import io.postrider.neighbours.artemis.ArtemisServer;
import io.postrider.neighbours.net.LinkProxy;
import io.postrider.neighbours.net.Ports;
import io.postrider.queue.amqp.AmqpConnection;
import io.postrider.testing.LogLines;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactional mail has its own connection to the broker, and its own event loop. */
class LaneConnectionsTest {
    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private ArtemisServer broker;

    @BeforeEach
    void start() {
        broker = new ArtemisServer(directory, Ports.free(), Map.of());
        broker.start();
    }

    @AfterEach
    void stop() {
        broker.stop();
        vertx.close();
    }

    private LaneConnections links(URI url) {
        return new LaneConnections(new AmqpConnection(
                vertx, new AmqpConnection.Settings(List.of(url), "operator", "operator", "service", Patience.LIMIT)));
    }

    private static OutgoingMessage outgoing(Lane lane) {
        return OutgoingMessage.of(
                Addresses.submitted(lane),
                "a batch".getBytes(StandardCharsets.UTF_8),
                UUID.randomUUID().toString());
    }

    @Test
    void transactionalMailGoesOverAnotherConnection() throws Exception {
        try (LinkProxy proxy = LinkProxy.to(broker.url().getPort())) {
            LaneConnections links = links(URI.create("amqp://127.0.0.1:" + proxy.port()));
            links.open();
            await().until(links::up);
            assertEquals(2, proxy.connections());
            assertSame(links.of(Lane.BULK), links.of(Lane.STANDARD));
            assertNotSame(links.of(Lane.BULK), links.of(Lane.TRANSACTIONAL));
            proxy.cut();
            await().until(() -> !links.up());
            assertTrue(links.lastFailure().isPresent());
            proxy.mend();
            await().until(links::up);
            links.close(Duration.ofSeconds(1)).await().atMost(Patience.LIMIT);
            assertFalse(links.up());
        }
    }

    /** Both links are lost when the broker is, and both are back with it. */
    @Test
    void theBrokerIsAwayOnceAndBackOnceForAllLinks() throws Exception {
        try (LinkProxy proxy = LinkProxy.to(broker.url().getPort());
                LogLines log = LogLines.insteadOf(AmqpConnection.class)) {
            LaneConnections links = links(URI.create("amqp://127.0.0.1:" + proxy.port()));
            links.open();
            await().until(() -> log.lines().size() == 1);
            for (int outage = 1; outage <= 2; outage++) {
                int lines = 1 + 2 * outage;
                proxy.cut();
                await().until(() -> !links.of(Lane.BULK).up()
                        && !links.of(Lane.TRANSACTIONAL).up());
                proxy.mend();
                await().until(() -> log.lines().size() >= lines);
            }
            links.close(Duration.ofSeconds(1)).await().atMost(Patience.LIMIT);
            List<String> kinds = log.lines().stream()
                    .map(line -> line.replaceAll("(broker is away|broker is back|connected).*", "$1"))
                    .toList();
            String away = "WARN the broker is away";
            String back = "INFO the broker is back";
            assertEquals(List.of("INFO connected", away, back, away, back), kinds);
        }
    }

    @Test
    void whatHoldsUpTheLinkOfBulkDoesNotHoldUpTransactionalMail() {
        LaneConnections links = links(broker.url());
        CountDownLatch received = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        links.of(Lane.BULK).receive(Addresses.submitted(Lane.BULK), 1, arrival -> {
            received.countDown();
            uninterruptibly(goOn);
            return Uni.createFrom().voidItem();
        });
        CountDownLatch reset = new CountDownLatch(1);
        links.of(Lane.TRANSACTIONAL).receive(Addresses.submitted(Lane.TRANSACTIONAL), 1, arrival -> {
            reset.countDown();
            return Uni.createFrom().voidItem();
        });
        links.open();
        await().until(links::up);
        // Its acknowledgement may come behind the message, on the loop that is held up then.
        links.of(Lane.BULK).publish(outgoing(Lane.BULK)).subscribe().with(acknowledged -> {});
        await().until(() -> received.getCount() == 0);

        links.of(Lane.TRANSACTIONAL)
                .publish(outgoing(Lane.TRANSACTIONAL))
                .await()
                .atMost(Patience.LIMIT);

        await().until(() -> reset.getCount() == 0);
        goOn.countDown();
        links.close(Duration.ofSeconds(1)).await().atMost(Patience.LIMIT);
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
