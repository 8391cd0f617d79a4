package io.postrider.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.contract.Addresses;
import io.postrider.contract.Lane;
import io.postrider.contract.Limits;
import io.vertx.proton.ProtonHelper;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerSettingsTest {
    private static final String SUBMITTED = Addresses.submitted(Lane.BULK);
    private static final String OUTBOUND = Addresses.outbound(Lane.BULK);

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = new EmbeddedBroker(
                directory, Ports.free(), Map.of("broker.redelivery-delay", "1", "broker.max-redelivery-delay", "5"));
        broker.start();
    }

    @AfterAll
    static void stop() {
        broker.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "ingest, mail.submitted.transactional, true",
        "ingest, mail.submitted.standard, true",
        "ingest, mail.control, true",
        "ingest, mail.outbound.bulk, false",
        "ingest, mail.dead, false",
        "ingest, mail.events, false",
        "router, mail.outbound.standard, true",
        "router, mail.dead, true",
        "router, mail.submitted.bulk, false",
        "router, mail.control, false",
        "sender, mail.submitted.standard, true",
        "sender, mail.dead, true",
        "sender, mail.outbound.standard, false",
        "sender, mail.control, false",
        "operator, mail.submitted.standard, true",
        "operator, mail.events, true",
        "operator, mail.submited.standard, false",
        "operator, mail.submitted.slow, false",
    })
    void userMaySendOnlyWhereItsStepSends(String user, String address, boolean allowed) {
        try (AmqpUser someone = new AmqpUser(broker.port(), user)) {
            assertEquals(allowed, someone.send(address).equals("accepted"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "router, mail.submitted.transactional, true",
        "router, mail.control, true",
        "router, mail.outbound.transactional, false",
        "sender, mail.outbound.transactional, true",
        "sender, mail.control, true",
        "sender, mail.submitted.transactional, false",
        "sender, mail.dead, false",
        "ingest, mail.submitted.transactional, false",
        "ingest, mail.outbound.transactional, false",
        "ingest, mail.control, false",
        "ingest, mail.dead, true",
        "router, mail.dead, false",
        "operator, mail.dead, true",
        "operator, mail.events, true",
        "operator, mail.nowhere, false",
        "operator, mail.#, false",
    })
    void userMayReceiveOnlyWhatItsStepReceives(String user, String address, boolean allowed) {
        try (AmqpUser someone = new AmqpUser(broker.port(), user)) {
            if (allowed) {
                someone.receive(address, delivery -> ProtonHelper.released(delivery, true));
            } else {
                assertThrows(IllegalStateException.class, () -> someone.receive(address));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ingest, true", "operator, true", "router, false", "sender, false"})
    void onlyWhoKeepsTheBooksMayAskForTheDepthsOfQueues(String user, boolean allowed) {
        try (AmqpUser someone = new AmqpUser(broker.port(), user)) {
            String answer = someone.manage("broker", "listQueues", "[\"\", 1, 100]");
            assertEquals(allowed, answer.contains("mail.submitted.bulk"), answer);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "queue.mail.dead, removeAllMessages, []",
        "queue.mail.dead, pause, []",
        "broker, listConnectionsAsJSON, []",
        "broker, getUptime, []",
        "address.mail.dead, pause, []",
        "acceptor.amqp, stop, []",
    })
    void whoMayAskForTheDepthsMayAskForNothingElse(String resource, String operation, String arguments) {
        try (AmqpUser ingest = new AmqpUser(broker.port(), "ingest");
                AmqpUser operator = new AmqpUser(broker.port(), "operator")) {
            String answer = ingest.manage(resource, operation, arguments);
            assertTrue(answer.contains("does not have permission"), answer);
            if (operation.equals("getUptime")) {
                assertFalse(operator.manage(resource, operation, arguments).contains("permission"));
            }
        }
    }

    @Test
    void wrongPasswordIsRefused() {
        assertThrows(IllegalStateException.class, () -> new AmqpUser(broker.port(), "router", "wrong"));
    }

    @Test
    void deliveryTimeIsKept() throws Exception {
        try (AmqpUser operator = new AmqpUser(broker.port(), "operator")) {
            BlockingQueue<Message> arrivals = operator.receive(Addresses.outbound(Lane.STANDARD));
            long due = System.currentTimeMillis() + 700;
            operator.send(
                    Addresses.outbound(Lane.STANDARD),
                    new byte[1],
                    message -> message.setMessageAnnotations(
                            new MessageAnnotations(Map.of(Symbol.valueOf("x-opt-delivery-time"), due))));
            assertNotNull(arrivals.poll(5, TimeUnit.SECONDS));
            assertTrue(System.currentTimeMillis() >= due, "it came before its time");
        }
    }

    @Test
    void sameDuplicateIdIsKeptOnceAlsoOverRestart() {
        long before = broker.count(SUBMITTED);
        sendWithDuplicateId("batch-1");
        sendWithDuplicateId("batch-1");
        sendWithDuplicateId("batch-2");
        assertEquals(before + 2, broker.count(SUBMITTED));
        broker.stop();
        broker.start();
        sendWithDuplicateId("batch-2");
        assertEquals(before + 2, broker.count(SUBMITTED));
    }

    private static void sendWithDuplicateId(String id) {
        try (AmqpUser ingest = new AmqpUser(broker.port(), "ingest")) {
            assertEquals(
                    "accepted",
                    ingest.send(
                            SUBMITTED,
                            new byte[1],
                            message -> message.setApplicationProperties(
                                    new ApplicationProperties(Map.of("_AMQ_DUPL_ID", id)))));
        }
    }

    @Test
    void batchThatFailsTenTimesIsDead() throws Exception {
        try (AmqpUser router = new AmqpUser(broker.port(), "router");
                AmqpUser sender = new AmqpUser(broker.port(), "sender");
                AmqpUser operator = new AmqpUser(broker.port(), "operator")) {
            BlockingQueue<Message> dead = operator.receive(Addresses.DEAD);
            BlockingQueue<Message> tries =
                    sender.receive(OUTBOUND, delivery -> ProtonHelper.modified(delivery, true, true, false));
            router.send(OUTBOUND, new byte[1], message -> message.setMessageId("poison"));
            Message found = dead.poll(10, TimeUnit.SECONDS);
            while (found != null && !"poison".equals(found.getMessageId())) {
                found = dead.poll(10, TimeUnit.SECONDS);
            }
            assertNotNull(found, "nothing came to mail.dead");
            assertEquals(10, tries.size());
        }
    }

    @Test
    void largestBatchIsAnOrdinaryMessage() throws Exception {
        byte[] body = new byte[Limits.BATCH_BYTES + 100_000];
        try (AmqpUser router = new AmqpUser(broker.port(), "router");
                AmqpUser sender = new AmqpUser(broker.port(), "sender")) {
            assertEquals("accepted", router.send(Addresses.outbound(Lane.TRANSACTIONAL), body, message -> {}));
            assertEquals(0, filesOfLargeMessages());
            assertNotNull(sender.receive(Addresses.outbound(Lane.TRANSACTIONAL)).poll(5, TimeUnit.SECONDS));
        }
    }

    private static int filesOfLargeMessages() {
        String[] files = directory.resolve("data/large-messages").toFile().list((in, name) -> name.endsWith(".msg"));
        return files == null ? 0 : files.length;
    }

    @Test
    void controlReachesEachSubscriber() throws Exception {
        try (AmqpUser ingest = new AmqpUser(broker.port(), "ingest");
                AmqpUser router = new AmqpUser(broker.port(), "router");
                AmqpUser sender = new AmqpUser(broker.port(), "sender")) {
            BlockingQueue<Message> atRouter = router.receive(Addresses.CONTROL);
            BlockingQueue<Message> atSender = sender.receive(Addresses.CONTROL);
            ingest.send(Addresses.CONTROL);
            assertNotNull(atRouter.poll(5, TimeUnit.SECONDS));
            assertNotNull(atSender.poll(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void higherPriorityOvertakes() throws Exception {
        String queue = Addresses.submitted(Lane.STANDARD);
        try (AmqpUser operator = new AmqpUser(broker.port(), "operator")) {
            BlockingQueue<Message> leftovers = operator.receive(queue);
            while (leftovers.poll(200, TimeUnit.MILLISECONDS) != null) {
                // Messages of the tests above.
            }
        }
        try (AmqpUser ingest = new AmqpUser(broker.port(), "ingest");
                AmqpUser router = new AmqpUser(broker.port(), "router")) {
            ingest.send(queue, new byte[1], message -> message.setPriority((short) 2));
            ingest.send(queue, new byte[1], message -> message.setPriority((short) 7));
            BlockingQueue<Message> arrivals = router.receive(queue);
            assertEquals(7, arrivals.poll(5, TimeUnit.SECONDS).getPriority());
            assertEquals(2, arrivals.poll(5, TimeUnit.SECONDS).getPriority());
        }
    }
}
