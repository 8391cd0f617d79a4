package io.postrider.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Addresses;
import io.postrider.mail.Lane;
import io.postrider.mail.Limits;
import io.postrider.neighbours.artemis.ArtemisServer;
import io.postrider.neighbours.net.Ports;
import io.postrider.testing.Patience;
import io.vertx.proton.ProtonHelper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
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

    private static ArtemisServer broker;

    @BeforeAll
    static void start() {
        broker = new ArtemisServer(
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
        "ingest, mail.outbound.bulk, false",
        "ingest, mail.dead, false",
        "router, mail.outbound.standard, true",
        "router, mail.dead, true",
        "router, mail.submitted.bulk, false",
        "sender, mail.submitted.standard, false",
        "sender, mail.dead, true",
        "sender, mail.outbound.standard, false",
        "operator, mail.submitted.standard, true",
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
        "router, mail.outbound.transactional, false",
        "sender, mail.outbound.transactional, true",
        "sender, mail.submitted.transactional, false",
        "sender, mail.dead, false",
        "ingest, mail.submitted.transactional, false",
        "ingest, mail.outbound.transactional, false",
        "ingest, mail.dead, true",
        "router, mail.dead, false",
        "operator, mail.dead, true",
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
            operator.send(Addresses.outbound(Lane.STANDARD), new byte[1], message -> {
                message.setMessageId("later");
                message.setMessageAnnotations(
                        new MessageAnnotations(Map.of(Symbol.valueOf("x-opt-delivery-time"), due)));
            });
            AmqpUser.next(arrivals, "later");
            assertTrue(System.currentTimeMillis() >= due, "it came before its time");
        }
    }

    @Test
    void sameDuplicateIdIsKeptOnceAlsoOverRestart() throws Exception {
        sendWithDuplicateId("first", "batch-1");
        sendWithDuplicateId("second copy", "batch-1");
        sendWithDuplicateId("second", "batch-2");
        broker.stop();
        broker.start();
        sendWithDuplicateId("second copy", "batch-2");
        sendWithDuplicateId("last", "batch-3");
        try (AmqpUser router = new AmqpUser(broker.port(), "router")) {
            BlockingQueue<Message> arrivals = router.receive(SUBMITTED);
            AmqpUser.next(arrivals, "first");
            assertEquals("second", Patience.next(arrivals).getMessageId());
            assertEquals("last", Patience.next(arrivals).getMessageId());
        }
    }

    private static void sendWithDuplicateId(String id, String duplicateId) {
        try (AmqpUser ingest = new AmqpUser(broker.port(), "ingest")) {
            String answer = ingest.send(SUBMITTED, new byte[1], message -> {
                message.setMessageId(id);
                message.setApplicationProperties(new ApplicationProperties(Map.of("_AMQ_DUPL_ID", duplicateId)));
            });
            assertEquals("accepted", answer);
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
            AmqpUser.next(dead, "poison");
            assertEquals(
                    10,
                    tries.stream()
                            .filter(message -> "poison".equals(message.getMessageId()))
                            .count());
        }
    }

    @Test
    void largestBatchIsAnOrdinaryMessage() throws Exception {
        byte[] body = new byte[Limits.BATCH_BYTES + 100_000];
        String queue = Addresses.outbound(Lane.TRANSACTIONAL);
        try (AmqpUser router = new AmqpUser(broker.port(), "router");
                AmqpUser sender = new AmqpUser(broker.port(), "sender")) {
            assertEquals("accepted", router.send(queue, body, message -> message.setMessageId("largest")));
            assertEquals(0, filesOfLargeMessages());
            AmqpUser.next(sender.receive(queue), "largest");
        }
    }

    private static int filesOfLargeMessages() {
        String[] files = directory.resolve("data/large-messages").toFile().list((in, name) -> name.endsWith(".msg"));
        return files == null ? 0 : files.length;
    }

    @Test
    void higherPriorityOvertakes() throws Exception {
        String queue = Addresses.submitted(Lane.STANDARD);
        try (AmqpUser ingest = new AmqpUser(broker.port(), "ingest");
                AmqpUser router = new AmqpUser(broker.port(), "router")) {
            ingest.send(queue, new byte[1], message -> prioritised(message, "low", 2));
            ingest.send(queue, new byte[1], message -> prioritised(message, "high", 7));
            List<Object> order = new ArrayList<>();
            BlockingQueue<Message> arrivals = router.receive(queue);
            while (!order.containsAll(List.of("low", "high"))) {
                order.add(String.valueOf(Patience.next(arrivals).getMessageId()));
            }
            assertTrue(order.indexOf("high") < order.indexOf("low"), order::toString);
        }
    }

    private static void prioritised(Message message, String id, int priority) {
        message.setMessageId(id);
        message.setPriority((short) priority);
    }
}
