package io.postrider.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Addresses;
import io.postrider.mail.Lane;
import io.postrider.neighbours.artemis.ArtemisServer;
import io.postrider.queue.amqp.QueueDepths;
import io.postrider.testing.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueDepthsTest {
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final String BULK = Addresses.submitted(Lane.BULK);

    @TempDir
    Path directory;

    private ArtemisServer broker;

    @BeforeEach
    void start() {
        broker = ArtemisServer.start(directory);
    }

    @AfterEach
    void stop() {
        broker.stop();
    }

    private Collection<QueueDepth> depths(String user) {
        return QueueDepths.ask(broker.url(), user, user, PATIENCE);
    }

    private QueueDepth depth(String address) {
        return depths("operator").stream()
                .filter(depth -> depth.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    /** The broker counts a message some moments after it has settled it. */
    private void becomes(QueueDepth expected) {
        Patience.await().untilAsserted(() -> assertEquals(expected, depth(expected.address())));
    }

    @Test
    void eachQueueTellsWhatWaitsWhatIsScheduledAndWhatIsWithAConsumer() throws Exception {
        try (AmqpUser ingest = new AmqpUser(broker.port(), "ingest")) {
            ingest.send(BULK);
            // The default credit takes this one, and the one that comes after the receiver has gone waits.
            try (AmqpUser passing = new AmqpUser(broker.port(), "router")) {
                Patience.next(passing.receive(BULK, unsettled -> {}));
                becomes(new QueueDepth(BULK, 0, 0, 1));
            }
            long inAnHour = System.currentTimeMillis() + 3_600_000;
            ingest.send(
                    BULK,
                    new byte[1],
                    message -> message.setMessageAnnotations(
                            new MessageAnnotations(Map.of(Symbol.valueOf("x-opt-delivery-time"), inAnHour))));
            ingest.send(Addresses.submitted(Lane.TRANSACTIONAL));
            becomes(new QueueDepth(BULK, 1, 1, 0));
            becomes(new QueueDepth(Addresses.submitted(Lane.TRANSACTIONAL), 1, 0, 0));
            assertEquals(0, depth(Addresses.DEAD).messages());
        }
    }

    @Test
    void onlyOurOwnQueuesAreTold() {
        assertTrue(depths("operator").stream().allMatch(depth -> Addresses.isOurs(depth.address())));
        assertEquals(7, depths("operator").size());
    }

    @Test
    void theServiceThatKeepsTheBooksMayAsk() {
        assertEquals(7, depths("ingest").size());
    }

    @Test
    void whoMayNotAskIsToldSo() {
        assertThrows(
                RuntimeException.class, () -> QueueDepths.ask(broker.url(), "router", "router", Duration.ofSeconds(1)));
    }

    @Test
    void aBrokerThatIsAwayIsAskedUntilPatienceEnds() {
        broker.stop();
        assertThrows(
                RuntimeException.class,
                () -> QueueDepths.ask(broker.url(), "operator", "operator", Duration.ofSeconds(1)));
        broker.start();
        assertEquals(7, depths("operator").size());
    }
}
