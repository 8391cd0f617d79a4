package io.postrider.router;

import static io.postrider.router.Management.given;
import static io.postrider.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.local.TestBatches;
import io.postrider.local.TestMessages;
import io.postrider.local.TestNeighbours;
import io.postrider.mail.Addresses;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.queue.OutgoingMessage;
import io.postrider.store.deliveries.State;
import io.postrider.testing.ExpectedErrors;
import io.postrider.testing.Patience;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class RouterServiceTest {
    private static final Content CONTENT =
            new Content(new Mailbox("news@shop.example", null), null, "Hello", "Hi", null, null, null);
    private static final TestBatches INGEST = new TestBatches("ingest");
    private static final BlockingQueue<Batch> ROUTED = new TestBatches("sender")
            .batches(Stream.of(Lane.values()).map(Addresses::outbound).toArray(String[]::new));
    private static final BlockingQueue<byte[]> DEAD = new TestBatches("operator").bodies(Addresses.DEAD);

    @ConfigProperty(name = "postrider.routes.file")
    Path routesFile;

    @BeforeEach
    void nothingIsLeft() {
        ROUTED.clear();
        DEAD.clear();
    }

    /** At once: the service reads it at any moment. */
    private void write(String routes) throws IOException {
        Path next = Files.writeString(routesFile.resolveSibling(routesFile.getFileName() + ".next"), routes);
        Files.move(next, routesFile, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Batch accepted(Lane lane, String... emails) throws Exception {
        return TestMessages.accept(lane, CONTENT, emails);
    }

    private static void publish(Batch batch) {
        INGEST.publish(Addresses.submitted(batch.message().lane()), batch);
    }

    private static Batch nextRouted() throws InterruptedException {
        return Patience.next(ROUTED);
    }

    private static void nothingMoreIsRouted() throws InterruptedException {
        assertNull(ROUTED.poll(700, TimeUnit.MILLISECONDS));
    }

    @Test
    void linesOfTheLogAreCleaned() {
        Handler console = Stream.of(InitialConfigurator.DELAYED_HANDLER.getHandlers())
                .filter(ConsoleHandler.class::isInstance)
                .findFirst()
                .orElseThrow();
        ExtLogRecord logged = new ExtLogRecord(Level.INFO, "to ann@mail.example", "x");
        assertTrue(console.isLoggable(logged));
        assertEquals("to <address>", logged.getMessage());
    }

    @Test
    void aBatchIsForwardedOnItsLaneWithItsRoutes() throws Exception {
        for (Lane lane : Lane.values()) {
            Batch batch = accepted(lane, "a@mail.example", "b@mail.example");
            publish(batch);
            Batch routed = nextRouted();
            assertEquals(batch.message(), routed.message());
            assertEquals(batch.recipients(), routed.recipients());
            assertEquals(Set.of("relay-a", "relay-b"), new HashSet<>(routed.routes()));
        }
    }

    @Test
    void aRetryKeepsThePriorityOfItsSubmissionHoweverOftenItPasses() throws Exception {
        Batch first = accepted(Lane.BULK, "a@mail.example");
        Batch batch = first.retry(first.recipients());
        for (int pass = 1; pass <= 3; pass++) {
            publish(batch);
            Batch routed = nextRouted();
            assertEquals(first.message(), routed.message(), "pass " + pass);
            batch = routed.again(routed.recipients());
        }
    }

    @Test
    void hostedDomainGetsTheSiteOfItsMailServers() throws Exception {
        publish(accepted(Lane.STANDARD, "a@hosted.example", "b@small.example", "c@slow.example"));
        Map<String, List<Recipient>> bySite = new HashMap<>();
        for (int i = 0; i < 2; i++) {
            Batch routed = nextRouted();
            bySite.put(routed.site(), routed.recipients());
            assertEquals(List.of("direct"), routed.routes());
        }
        assertEquals("a@hosted.example", bySite.get("gmail").get(0).email());
        assertEquals(
                List.of("b@small.example", "c@slow.example"),
                bySite.get(null).stream().map(Recipient::email).toList());
    }

    @Test
    void theSameBatchTwiceIsForwardedOnce() throws Exception {
        Batch batch = accepted(Lane.STANDARD, "a@mail.example");
        publish(batch);
        nextRouted();
        INGEST.publish(OutgoingMessage.of(
                Addresses.submitted(Lane.STANDARD),
                BatchCodec.encode(batch),
                UUID.randomUUID().toString()));
        nothingMoreIsRouted();
    }

    @Test
    void suppressedAddressIsNeverForwarded() throws Exception {
        TestMessages.execute(
                "insert into suppression (email, reason, origin) values ('no@mail.example', 'said no', 'test')");
        Batch batch = accepted(Lane.BULK, "yes@mail.example", "no@mail.example");
        publish(batch);
        assertEquals(List.of(batch.recipients().get(0)), nextRouted().recipients());
        await().untilAsserted(() -> assertEquals(State.SUPPRESSED.code(), TestMessages.state(batch, 1)));
        assertEquals(State.QUEUED.code(), TestMessages.state(batch, 0));
        await().untilAsserted(() -> given().get("/q/metrics")
                .then()
                .body(containsString("postrider_router_screened_total{state=\"suppressed\"} 1.0")));
    }

    @Test
    void testAddressesNeedNoRouteInTheFile() throws Exception {
        Batch batch = accepted(
                Lane.TRANSACTIONAL, "delivered+1@test.postrider.invalid", "suppressed+1@test.postrider.invalid");
        publish(batch);
        Batch routed = nextRouted();
        assertEquals(List.of(batch.recipients().get(0)), routed.recipients());
        assertEquals(List.of("test.postrider.invalid"), routed.routes());
        await().untilAsserted(() -> assertEquals(State.SUPPRESSED.code(), TestMessages.state(batch, 1)));
    }

    @Test
    void cancelledMessageEndsHere() throws Exception {
        Batch batch = accepted(Lane.BULK, "a@mail.example", "b@mail.example");
        TestMessages.execute("update message set halted = 2 where id = '%s'"
                .formatted(batch.message().id()));
        publish(batch);
        await().untilAsserted(() -> assertEquals(State.CANCELLED.code(), TestMessages.state(batch, 1)));
        nothingMoreIsRouted();
    }

    @Test
    void expiredMessageEndsHere() throws Exception {
        Batch accepted = accepted(Lane.BULK, "late@mail.example");
        MessageHead head = accepted.message();
        Batch batch = accepted.withMessage(new MessageHead(
                head.id(),
                head.content(),
                head.from(),
                head.lane(),
                head.priority(),
                head.acceptedAt(),
                Instant.now().minusMillis(1),
                head.audience(),
                head.boundaryKey(),
                head.variables()));
        publish(batch);
        await().untilAsserted(() -> assertEquals(State.EXPIRED.code(), TestMessages.state(batch, 0)));
        assertEquals(
                1,
                TestMessages.number("select count(*) from delivery_event where message_id = '%s' and attempt = 0"
                        .formatted(batch.message().id())));
    }

    @Test
    @ExpectedErrors("no route matches 1 of its recipients")
    void whomNoRouteTakesGoesOnWithoutOneUntilTheFileHasIt() throws Exception {
        publish(accepted(Lane.STANDARD, "a@elsewhere.example"));
        assertEquals(List.of(), nextRouted().routes());
        try {
            write(Neighbours.ROUTES + "  - name: rest\n    host: rest.example\n");
            await().until(() -> {
                publish(accepted(Lane.STANDARD, "a@elsewhere.example"));
                return nextRouted().routes().equals(List.of("rest"));
            });
        } finally {
            write(Neighbours.ROUTES);
            await().untilAsserted(() -> given().get("/q/health/ready")
                    .then()
                    .body("checks.find { it.name == 'routes' }.data.toString()", not(containsString("rest"))));
        }
    }

    @Test
    @ExpectedErrors("the last good file stays in use: .*must contain 'routes:'")
    void aBadRoutesFileIsToldAndTheLastGoodOneStaysInUse() throws Exception {
        try {
            write("routes: none");
            await().untilAsserted(() -> given().get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body("checks.find { it.name == 'routes' }.data.file", containsString("must contain 'routes:'")));
            Batch batch = accepted(Lane.STANDARD, "a@mail.example");
            publish(batch);
            assertEquals(2, nextRouted().routes().size());
        } finally {
            write(Neighbours.ROUTES);
        }
    }

    @Test
    @ExpectedErrors("was moved to mail.dead: the batch cannot be decoded")
    void whatCannotBeDecodedGoesToTheDeadAndNothingElseStops() throws Exception {
        byte[] garbage = ("{\"id\": \"" + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
        INGEST.publish(OutgoingMessage.of(
                Addresses.submitted(Lane.BULK), garbage, UUID.randomUUID().toString()));
        byte[] dead = Patience.next(DEAD);
        assertEquals(new String(garbage, StandardCharsets.UTF_8), new String(dead, StandardCharsets.UTF_8));
        publish(accepted(Lane.BULK, "a@mail.example"));
        nextRouted();
    }

    @Test
    void brokerOutageTakesReadinessNotLifeAndPasses() throws Exception {
        TestNeighbours.stopBroker();
        try {
            await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(503));
            given().get("/q/health/live").then().statusCode(200).body("checks.name", hasItems("event loops"));
        } finally {
            TestNeighbours.startBroker();
        }
        await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        publish(accepted(Lane.TRANSACTIONAL, "a@mail.example"));
        nextRouted();
    }

    @Test
    void databaseOutageHoldsTheBatchAndPasses() throws Exception {
        Batch batch = accepted(Lane.TRANSACTIONAL, "a@mail.example");
        TestNeighbours.stopDatabase();
        try {
            publish(batch);
            await().untilAsserted(() -> given().get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'broker link' }.status", equalTo("UP")));
            nothingMoreIsRouted();
        } finally {
            TestNeighbours.startDatabase();
        }
        assertEquals(batch.recipients(), nextRouted().recipients());
        nothingMoreIsRouted();
    }
}
