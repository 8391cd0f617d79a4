package io.postrider.sender;

import static io.postrider.sender.Fixture.CONTENT;
import static io.postrider.sender.Fixture.MAILS;
import static io.postrider.sender.Fixture.SINK;
import static io.postrider.sender.Fixture.accepted;
import static io.postrider.sender.Fixture.becomes;
import static io.postrider.sender.Fixture.events;
import static io.postrider.sender.Fixture.nextPostponed;
import static io.postrider.sender.Fixture.publish;
import static io.postrider.sender.Fixture.publishAgain;
import static io.postrider.sender.Fixture.routed;
import static io.postrider.sender.Management.given;
import static io.postrider.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.local.TestMessages;
import io.postrider.local.TestNeighbours;
import io.postrider.mail.Batch;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.sender.compose.sign.DkimKeys;
import io.postrider.sender.compose.sign.DkimVerifier;
import io.postrider.store.deliveries.State;
import io.postrider.testing.ExpectedErrors;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class SenderServiceTest {
    @BeforeEach
    void nothingIsLeft() {
        SINK.script(Script.acceptAll());
        MAILS.clear();
    }

    private static void metric(String name) {
        await().untilAsserted(() -> given().get("/q/metrics").then().body(containsString(name)));
    }

    private static void nothingMoreIsMailed() {
        int already = MAILS.size();
        await().during(Duration.ofMillis(700)).until(() -> MAILS.size() == already);
    }

    @Test
    void aBatchBecomesOneMailForEachRecipient() throws Exception {
        Batch batch = accepted(Lane.STANDARD, "ann@mail.example", "ben@mail.example");
        publish(batch);
        becomes(batch, 0, State.DELIVERED);
        becomes(batch, 1, State.DELIVERED);
        Set<String> recipients = new HashSet<>();
        for (ReceivedMail mail : MAILS) {
            String recipient = mail.recipients().get(0);
            recipients.add(recipient);
            assertEquals("news@shop.example", mail.envelopeFrom());
            String text = new String(mail.content(), StandardCharsets.UTF_8);
            int n = recipient.startsWith("ann") ? 0 : 1;
            assertTrue(text.contains("\r\nSubject: Number " + n + "\r\n"), text);
            assertTrue(text.contains("You are " + n), text);
            assertTrue(text.contains("<" + batch.message().id() + "." + n + "@shop.example>"), text);
        }
        assertEquals(Set.of("ann@mail.example", "ben@mail.example"), recipients);
        assertEquals(2, MAILS.size());
        assertEquals(2, events(batch, "type = 10 and route = 'relay' and code = 250 and attempt = 1"));
        await().until(() -> timesToDelivery("count{lane=\"standard\"}") >= 2);
    }

    @Test
    void theTimeToDeliveryOfScheduledMailBeginsWhenItIsDue() throws Exception {
        Batch batch = accepted(Lane.BULK, "ann@mail.example");
        MessageHead head = batch.message();
        double before = timesToDelivery("bucket{lane=\"bulk\",le=\"259200.0\"}");
        publish(batch.withMessage(new MessageHead(
                head.id(),
                head.content(),
                head.from(),
                head.lane(),
                head.priority(),
                head.acceptedAt().minus(Duration.ofDays(20)),
                head.acceptedAt(),
                head.expiresAt(),
                head.audience(),
                head.boundaryKey(),
                head.variables())));
        becomes(batch, 0, State.DELIVERED);
        await().until(() -> timesToDelivery("bucket{lane=\"bulk\",le=\"259200.0\"}") > before);
    }

    /** How many the metric has. */
    private static double timesToDelivery(String figure) {
        String count = "postrider_sender_delivery_time_seconds_" + figure + " ";
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(count))
                .mapToDouble(line -> Double.parseDouble(line.substring(count.length())))
                .sum();
    }

    @Test
    void refusalForNowGoesBackAloneAndComesAgain() throws Exception {
        SINK.script(Script.refuseRecipient("grey", 451, "4.7.1 try later").firstTimes(1));
        Batch batch = accepted(Lane.BULK, "good@mail.example", "grey@mail.example");
        publish(batch);
        Batch retry = nextPostponed(batch);
        assertEquals(List.of(batch.recipients().get(1)), retry.recipients());
        assertEquals(2, retry.attempt());
        becomes(batch, 1, State.DEFERRED);
        becomes(batch, 0, State.DELIVERED);
        assertEquals(
                1, events(batch, "type = 2 and code = 451 and enhanced_code = '4.7.1' and reply like '%try later%'"));
        publish(routed(retry, "relay"));
        becomes(batch, 1, State.DELIVERED);
        assertEquals(1, events(batch, "type = 10 and attempt = 2"));
        assertEquals(2, MAILS.size());
    }

    @Test
    void permanentRefusalBouncesOneAndNoOther() throws Exception {
        SINK.script(Script.refuseRecipient("gone", 550, "5.1.1 no such user"));
        Batch batch = accepted(Lane.BULK, "good@mail.example", "gone@mail.example", "fine@mail.example");
        publish(batch);
        becomes(batch, 1, State.BOUNCED);
        becomes(batch, 0, State.DELIVERED);
        becomes(batch, 2, State.DELIVERED);
        assertEquals(1, events(batch, "type = 11 and code = 550 and enhanced_code = '5.1.1'"));
        metric("postrider_sender_outcomes_total{route=\"relay\",state=\"bounced\"}");
    }

    @Test
    void replyLostAfterTheLastDotIsTriedAgainWithTheSameMessageId() throws Exception {
        SINK.script(Script.at(SmtpStage.END_OF_DATA, Action.close()).firstTimes(1));
        Batch batch = accepted(Lane.TRANSACTIONAL, "ann@mail.example");
        publish(batch);
        Batch retry = nextPostponed(batch);
        becomes(batch, 0, State.DEFERRED);
        publish(routed(retry, "relay"));
        becomes(batch, 0, State.DELIVERED);
    }

    @Test
    void routeThatCannotBeReachedLeavesTheLetterToTheNext() throws Exception {
        Batch batch = routed(TestMessages.accept(Lane.STANDARD, CONTENT, "ann@mail.example"), "nowhere", "relay");
        publish(batch);
        becomes(batch, 0, State.DELIVERED);
        assertEquals(1, events(batch, "route = 'relay' and attempt = 1"));
        metric("postrider_sender_failed_over_total{route=\"nowhere\"}");
    }

    @Test
    void withoutARouteRecipientsAreDeferred() throws Exception {
        Batch batch = routed(TestMessages.accept(Lane.STANDARD, CONTENT, "ann@mail.example"));
        publish(batch);
        nextPostponed(batch);
        assertEquals(1, events(batch, "type = 2 and reply = 'no route matches'"));
    }

    @Test
    void aSecondCopyOfABatchMailsNobodyAgain() throws Exception {
        SINK.script(Script.refuseRecipient("grey", 451, "4.7.1 try later"));
        Batch batch = accepted(Lane.STANDARD, "ann@mail.example", "grey@mail.example");
        publish(batch);
        Batch retry = nextPostponed(batch);
        assertEquals(1, MAILS.size());
        publishAgain(batch);
        nothingMoreIsMailed();
        assertEquals(1, events(batch, "type = 10"));
        assertEquals(1, events(batch, "type = 2"));
        assertEquals(2, retry.attempt());
    }

    @Test
    void expiredRecipientIsNotMailed() throws Exception {
        Batch batch = accepted(Lane.BULK, "late@mail.example");
        MessageHead head = batch.message();
        publish(batch.withMessage(new MessageHead(
                head.id(),
                head.content(),
                head.from(),
                head.lane(),
                head.priority(),
                head.acceptedAt(),
                Instant.now().minusMillis(1),
                head.audience(),
                head.boundaryKey(),
                head.variables())));
        becomes(batch, 0, State.EXPIRED);
        assertEquals(0, MAILS.size());
    }

    @Test
    void cancelledWhileQueuedIsNotMailed() throws Exception {
        Batch batch = accepted(Lane.BULK, "ann@mail.example");
        TestMessages.execute("update message set halted = 2 where id = '%s'"
                .formatted(batch.message().id()));
        publish(batch);
        becomes(batch, 0, State.CANCELLED);
        assertEquals(0, MAILS.size());
    }

    @Test
    @ExpectedErrors("cannot be sent: the content is no longer stored")
    void lostContentBouncesItsRecipientsWithTheReason() throws Exception {
        Batch batch = accepted(Lane.BULK, "ann@mail.example", "ben@mail.example");
        MessageHead head = batch.message();
        publish(batch.withMessage(new MessageHead(
                head.id(),
                "00".repeat(32),
                head.from(),
                head.lane(),
                head.priority(),
                head.acceptedAt(),
                head.expiresAt(),
                head.audience(),
                head.boundaryKey(),
                head.variables())));
        becomes(batch, 0, State.BOUNCED);
        becomes(batch, 1, State.BOUNCED);
        assertEquals(2, events(batch, "reply like '%no longer stored%'"));
    }

    @Test
    void thousandsOfRecipientsAreEachMailedOnce() throws Exception {
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int number = i;
            batches.add(accepted(
                    Lane.BULK,
                    IntStream.range(0, 500)
                            .mapToObj(n -> "r%d-%d@mail.example".formatted(number, n))
                            .toArray(String[]::new)));
        }
        batches.forEach(Fixture::publish);
        String ids = String.join(
                "','",
                batches.stream().map(batch -> batch.message().id().toString()).toList());
        await().untilAsserted(() -> assertEquals(
                3_000,
                TestMessages.number(
                        "select count(*) from delivery where state = 10 and message_id in ('%s')".formatted(ids))));
        assertEquals(3_000, MAILS.size());
        assertEquals(
                3_000,
                MAILS.stream().map(mail -> mail.recipients().get(0)).distinct().count());
    }

    @Test
    void brokerLostInTheMiddleMailsNobodyTwice() throws Exception {
        SINK.script(Script.at(SmtpStage.END_OF_DATA, Action.wait(Duration.ofMillis(200), Action.proceed())));
        Batch batch = accepted(
                Lane.BULK,
                IntStream.range(0, 300).mapToObj(n -> n + "@mail.example").toArray(String[]::new));
        publish(batch);
        await().until(() -> MAILS.size() > 20);
        TestNeighbours.stopBroker();
        await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(503));
        given().get("/q/health/live").then().statusCode(200);
        TestNeighbours.startBroker();
        SINK.script(Script.acceptAll());
        await().untilAsserted(() -> assertEquals(300, events(batch, "type = 10")));
        assertEquals(300, MAILS.size());
    }

    @Test
    void databaseLostInTheMiddleSavesEveryOutcomeAfterwards() throws Exception {
        SINK.script(Script.at(SmtpStage.END_OF_DATA, Action.wait(Duration.ofMillis(200), Action.proceed())));
        Batch batch = accepted(
                Lane.BULK,
                IntStream.range(0, 300).mapToObj(n -> n + "@mail.example").toArray(String[]::new));
        publish(batch);
        await().until(() -> MAILS.size() > 20);
        TestNeighbours.stopDatabase();
        try {
            await().until(() -> MAILS.size() > 40);
            await().untilAsserted(() -> given().get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'broker link' }.status", equalTo("UP")));
        } finally {
            TestNeighbours.startDatabase();
        }
        SINK.script(Script.acceptAll());
        await().untilAsserted(() -> assertEquals(300, events(batch, "type = 10")));
        assertEquals(300, MAILS.size());
    }

    @Test
    void recipientsOfABatchAreToldApartByOrdinal() throws Exception {
        Batch batch = accepted(Lane.BULK, "a@mail.example", "b@mail.example");
        Recipient second = batch.recipients().get(1);
        publish(batch.withRecipients(List.of(second)));
        becomes(batch, 1, State.DELIVERED);
        assertEquals(State.QUEUED.code(), TestMessages.state(batch, 0));
    }

    @Test
    void mailOfADomainWithKeysArrivesSignedAndAnyOtherIsCounted() throws Exception {
        Content signed = new Content(
                new Mailbox("news@signed.example", "Grüße"), null, "Über {{n}}", ".dots\n.\n\n", null, null, null);
        Batch batch = routed(TestMessages.accept(Lane.STANDARD, signed, "ann@mail.example"), "relay");
        publish(batch);
        becomes(batch, 0, State.DELIVERED);
        Path keys = Path.of(ConfigProvider.getConfig().getValue("postrider.compose.dkim", String.class));
        DkimVerifier verifier = new DkimVerifier(DkimKeys.readRecords(keys.resolveSibling("records.txt")));
        assertEquals(
                Map.of("r/signed.example/rsa", "pass", "e/signed.example/ed25519", "pass"),
                verifier.verify(MAILS.remove().content()));
        Batch unsigned = accepted(Lane.STANDARD, "ben@mail.example");
        publish(unsigned);
        becomes(unsigned, 0, State.DELIVERED);
        assertEquals(Map.of(), verifier.verify(MAILS.remove().content()));
        metric("postrider_sender_mails_unsigned_total");
    }
}
