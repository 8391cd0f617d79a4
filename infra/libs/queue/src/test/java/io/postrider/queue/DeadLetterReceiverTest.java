package io.postrider.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Addresses;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.neighbours.artemis.ArtemisServer;
import io.postrider.neighbours.net.Ports;
import io.postrider.queue.amqp.AmqpConnection;
import io.postrider.testing.ExpectedErrors;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.proton.ProtonHelper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterReceiverTest {
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final String SUBMITTED = Addresses.submitted(Lane.BULK);
    private static final String OUTBOUND = Addresses.outbound(Lane.BULK);

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final List<BrokerConnection> links = new ArrayList<>();
    private final BlockingQueue<DeadLetter> letters = new LinkedBlockingQueue<>();
    private ArtemisServer broker;

    @BeforeEach
    void start() {
        broker = new ArtemisServer(
                directory, Ports.free(), Map.of("broker.redelivery-delay", "1", "broker.max-redelivery-delay", "5"));
        broker.start();
        new DeadLetterReceiver(link("ingest")).receive(5, (letter, unsettled) -> {
            letters.add(letter);
            return Uni.createFrom().voidItem();
        });
    }

    @AfterEach
    void stop() {
        // What is taken must have left the journal before that is closed.
        Patience.await().until(() -> broker.count(Addresses.DEAD) == 0);
        links.forEach(link -> link.close(Duration.ofSeconds(1)).await().atMost(PATIENCE));
        broker.stop();
        vertx.close();
    }

    private BrokerConnection link(String user) {
        BrokerConnection link = new AmqpConnection(
                vertx, new AmqpConnection.Settings(List.of(broker.url()), user, user, user, PATIENCE));
        links.add(link);
        link.open();
        return link;
    }

    private void publish(String user, OutgoingMessage outgoing) {
        Uni.createFrom()
                .deferred(() -> links.get(links.size() - 1).publish(outgoing))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(50), Duration.ofMillis(500))
                .expireIn(PATIENCE.toMillis())
                .await()
                .atMost(PATIENCE);
    }

    private DeadLetter next() throws InterruptedException {
        return Patience.next(letters);
    }

    @Test
    @ExpectedErrors({"was moved to mail.dead: .*Illegal character", "was moved to mail.dead: .*Invalid UUID"})
    void whatIsNoBatchDiesAtOnceWithItsReasonAndItsBytes() throws Exception {
        new BatchReceiver(link("router"))
                .receive(SUBMITTED, 1, (batch, unsettled) -> Uni.createFrom().voidItem());
        byte[] nonsense = {1, 2, (byte) 0xff};
        byte[] wrong = "{\"id\":\"no\"}".getBytes(StandardCharsets.UTF_8);
        link("operator");
        for (byte[] body : List.of(nonsense, wrong)) {
            publish(
                    "operator",
                    OutgoingMessage.of(SUBMITTED, body, UUID.randomUUID().toString()));
            DeadLetter letter = next();
            assertEquals(SUBMITTED, letter.origin());
            assertEquals(DeadLetter.Kind.UNDECODABLE, letter.kind());
            assertTrue(letter.reason().startsWith("the batch cannot be decoded: "), letter.reason());
            assertEquals(1, letter.deliveries());
            assertArrayEquals(body, letter.body());
        }
    }

    @Test
    @ExpectedErrors({
        "failed and was returned to the broker: .*try [1-9]",
        "failed on its last delivery: .*try 10",
        "was moved to mail.dead: failed 10 deliveries"
    })
    void aBatchWhoseHandlerAlwaysFailsDiesWithTheWordsOfItsLastFailure() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        new BatchReceiver(link("sender"))
                .receive(
                        OUTBOUND,
                        1,
                        (batch, unsettled) -> Uni.createFrom()
                                .failure(() -> new IllegalStateException("try " + tries.incrementAndGet())));
        byte[] body = BatchCodec.encode(batch());
        link("operator");
        publish("operator", OutgoingMessage.of(OUTBOUND, body, "poison"));
        DeadLetter letter = next();
        assertEquals(OUTBOUND, letter.origin());
        assertEquals(DeadLetter.Kind.FAILED, letter.kind());
        assertEquals(
                "failed 10 deliveries on mail.outbound.bulk, the last one with java.lang.IllegalStateException: try 10",
                letter.reason());
        assertEquals(10, letter.deliveries());
        assertArrayEquals(body, letter.body());
        assertEquals(10, tries.get());
        assertNull(letters.poll(300, TimeUnit.MILLISECONDS), "it died once");
        Patience.await().until(() -> broker.count(OUTBOUND) == 0);
    }

    @Test
    void whatTheBrokerGivesUpItselfTellsWhereItDied() throws Exception {
        try (AmqpUser sender = new AmqpUser(broker.port(), "sender");
                AmqpUser router = new AmqpUser(broker.port(), "router")) {
            sender.receive(OUTBOUND, delivery -> ProtonHelper.modified(delivery, true, true, false));
            router.send(OUTBOUND);
            DeadLetter letter = next();
            assertEquals(OUTBOUND, letter.origin());
            assertEquals(DeadLetter.Kind.FAILED, letter.kind());
            assertEquals("failed 10 deliveries on mail.outbound.bulk", letter.reason());
            assertEquals(10, letter.deliveries());
        }
    }

    @Tag("slow")
    @Test
    void whatExpiresOnTheBrokerIsNotLost() throws Exception {
        try (AmqpUser router = new AmqpUser(broker.port(), "router")) {
            router.send(OUTBOUND, new byte[] {7}, message -> message.setTtl(100));
            DeadLetter letter = next();
            assertEquals(DeadLetter.Kind.EXPIRED, letter.kind());
            assertEquals("expired on mail.outbound.bulk", letter.reason());
            assertArrayEquals(new byte[] {7}, letter.body());
        }
    }

    @Test
    void whatSomebodyPutThereIsKeptToo() throws Exception {
        try (AmqpUser operator = new AmqpUser(broker.port(), "operator")) {
            operator.send(Addresses.DEAD);
            DeadLetter letter = next();
            assertEquals(DeadLetter.NOWHERE, letter.origin());
            assertEquals(DeadLetter.Kind.OTHER, letter.kind());
        }
    }

    /** Who may write to the broker may write anything into a property; the log and the API show it. */
    @Test
    void whatItsPropertiesSayIsClean() {
        DeadLetter letter = new DeadLetter(
                "mail.\u202ex\u0007", DeadLetter.Kind.OTHER, "a\u001b[31m\u2028" + "b".repeat(1_000), 0, new byte[0]);
        assertEquals("mail.?x?", letter.origin());
        assertEquals("a?[31m " + "b".repeat(493), letter.reason());
    }

    static Batch batch() {
        Instant now = Instant.now();
        MessageHead head = new MessageHead(
                UUID.randomUUID(),
                "00",
                "a@shop.example",
                Lane.BULK,
                4,
                now,
                now.plusSeconds(60),
                1,
                UUID.randomUUID(),
                Map.of());
        return Batch.submitted(UUID.randomUUID(), head, List.of(new Recipient(0, "b@mail.example", null, Map.of())));
    }
}
