package io.postrider.ingest.feedback.reports;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.ReportClient;
import io.postrider.ingest.api.TrustAll;
import io.postrider.ingest.feedback.reports.listener.ReportListener;
import io.postrider.ingest.feedback.reports.read.Samples;
import io.postrider.local.TestNeighbours;
import io.postrider.store.deliveries.Ledger;
import io.postrider.store.deliveries.Outcome;
import io.postrider.store.deliveries.State;
import io.postrider.testing.ExpectedErrors;
import io.postrider.testing.Patience;
import io.postrider.tokens.ReturnPath;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes back by mail, from the wire to the books. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class ReportTest {
    private static final ReturnPath PATHS = new ReturnPath(Neighbours.BOUNCE_DOMAIN, List.of(Neighbours.VERP_KEY));

    private static final Executor EACH_ITS_THREAD = work -> new Thread(work).start();

    @Inject
    ReportListener listener;

    @Inject
    MeterRegistry registry;

    @Inject
    Ledger ledger;

    private String id;

    @BeforeEach
    void aMessageIsDelivered() {
        id = Api.post("/v1/messages", Api.message(2).toString()).id();
        Books.change("update delivery set state = 10, attempts = 1 where message_id = ?", UUID.fromString(id));
        Books.change("delete from suppression");
    }

    @Test
    void hardBounceIsALateEventAndSuppressesTheAddress() {
        Books.change(
                "update delivery set email = 'Person0@mail.example' where message_id = ? and ordinal = 0",
                UUID.fromString(id));
        double before = counted("postrider.ingest.reports.bounced", "category", "bad_mailbox");
        assertTrue(bring("postfix-unknown-user").startsWith("250 2.6.0"));

        JsonNode event = onlyEvent();
        assertEquals("bounced", event.get("type").asText());
        assertEquals("bad_mailbox", event.get("category").asText());
        assertEquals(550, event.get("code").asInt());
        assertEquals("5.1.1", event.get("enhanced_code").asText());
        assertEquals(0, event.get("ordinal").asInt());
        assertEquals("Person0@mail.example", event.get("email").asText());
        assertTrue(event.get("reply").asText().contains("User unknown in virtual mailbox table"));
        JsonNode delivery =
                Api.get("/v1/messages/%s/deliveries".formatted(id)).body().at("/deliveries/0");
        assertEquals("delivered", delivery.get("state").asText(), "a final state never changes");

        Api.Answer suppression = Api.get("/v1/suppressions/PERSON0@mail.example");
        assertEquals(200, suppression.status());
        assertEquals("bad_mailbox", suppression.body().get("reason").asText());
        assertEquals("bounce report", suppression.body().get("origin").asText());
        assertEquals(404, Api.get("/v1/suppressions/person1@mail.example").status());
        assertEquals(before + 1, counted("postrider.ingest.reports.bounced", "category", "bad_mailbox"));
    }

    @Test
    void blockIsALateEventAndSuppressesNobody() {
        bring("spam-block-base64");
        assertEquals("spam_block", onlyEvent().get("category").asText());
        assertEquals(0, Books.count("select count(*) from suppression"));
    }

    /** A member of the group that was mailed is gone; the group is not. */
    @Test
    void failureOfAnotherAddressIsALateEventAndSuppressesNobody() {
        String path = path();
        String report = Samples.of("postfix-unknown-user", path, id)
                .replaceAll("(?i)Final-Recipient: rfc822;\\s*\\S+", "Final-Recipient: rfc822; member@mail.example");
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            assertTrue(client.bring(report, path).startsWith("250"));
        }
        assertEquals("bad_mailbox", onlyEvent().get("category").asText());
        assertEquals(0, Books.count("select count(*) from suppression"));
    }

    @Test
    void repeatedReportAddsOneEvent() {
        double before = counted("postrider.ingest.reports.dropped", "reason", "known");
        bring("postfix-unknown-user");
        assertTrue(bring("postfix-unknown-user").startsWith("250"));
        assertTrue(bring("gmail-over-quota").startsWith("250"));
        assertEquals(550, onlyEvent().get("code").asInt());
        assertEquals(before + 2, counted("postrider.ingest.reports.dropped", "reason", "known"));
    }

    @Test
    void reportsOfOneDeliveryAtTheSameTimeAddOneEvent() {
        List<CompletableFuture<Void>> reports = new ArrayList<>();
        // All five are under way before one of them can end; one that waits for too long for that comes again.
        Books.whileLocked("lock table suppression in exclusive mode", () -> {
            for (int i = 0; i < 5; i++) {
                reports.add(CompletableFuture.runAsync(
                        () -> await().until(() -> bring("postfix-unknown-user").startsWith("250")), EACH_ITS_THREAD));
            }
            await().until(() ->
                    Books.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") >= 5);
        });
        reports.forEach(Patience::result);
        onlyEvent();
    }

    @Test
    void bounceOfADeliveryThatIsStillUnderWayIsAnEventToo() {
        Books.change("update delivery set state = 2 where message_id = ?", UUID.fromString(id));
        bring("qmail-no-mailbox");
        assertEquals("bounced", onlyEvent().get("type").asText());
        assertEquals(
                2, Books.count("select state from delivery where message_id = ? and ordinal = 0", UUID.fromString(id)));
    }

    @Test
    void complaintIsAnEventAndSuppressesTheAddress() {
        double before = counted("postrider.ingest.reports.complained");
        complain("arf-abuse");
        JsonNode event = onlyEvent();
        assertEquals("complained", event.get("type").asText());
        assertEquals("abuse", event.get("reply").asText());
        assertNull(event.get("category"));
        JsonNode suppression = Api.get("/v1/suppressions/person0@mail.example").body();
        assertEquals("complaint", suppression.get("reason").asText());
        assertEquals("feedback report", suppression.get("origin").asText());
        assertEquals(before + 1, counted("postrider.ingest.reports.complained"));
        complain("arf-return-path-only");
        onlyEvent();
    }

    @Test
    void bounceAndComplaintOfOneDeliveryAreBothKept() {
        bring("gmail-over-quota");
        complain("arf-unregistered-type");
        assertEquals(2, events().size());
    }

    /** Microsoft's JMRP: three fields, and a mail of which nothing is left that names the delivery but the Message-ID. */
    @Test
    void complaintIsTracedByTheSignedMessageId() {
        double untraceable = counted("postrider.ingest.reports.dropped", "reason", "untraceable");
        String signed = PATHS.messageId(UUID.fromString(id), 0);
        for (String forged : List.of(id + ".0", signed.replace(".0.", ".1."), "x" + signed)) {
            feedback(jmrp("abuse", "Message-ID: <%s@shop.example>".formatted(forged)));
        }
        assertEquals(0, events().size());
        assertEquals(untraceable + 3, counted("postrider.ingest.reports.dropped", "reason", "untraceable"));
        feedback(jmrp("abuse", "Message-ID: <%s@shop.example>".formatted(signed)));
        assertEquals("complained", onlyEvent().get("type").asText());
        assertEquals(200, Api.get("/v1/suppressions/person0@mail.example").status());
        feedback(jmrp(
                "abuse", "Return-Path: <SRS0=x@forwarder.example>\r\nMessage-ID: <%s@shop.example>".formatted(signed)));
        onlyEvent();
    }

    @Test
    void optOutIsAnUnsubscribeAndNoComplaint() {
        double complaints = counted("postrider.ingest.reports.complained");
        double before = counted("postrider.ingest.reports.unsubscribed");
        for (int time = 0; time < 2; time++) {
            feedback(jmrp("opt-out", "Return-Path: <%s>".formatted(path())));
        }
        JsonNode event = onlyEvent();
        assertEquals("unsubscribed", event.get("type").asText());
        assertEquals("opt-out", event.get("reply").asText());
        assertEquals(
                "unsubscribe",
                Api.get("/v1/suppressions/person0@mail.example")
                        .body()
                        .get("reason")
                        .asText());
        assertEquals(before + 1, counted("postrider.ingest.reports.unsubscribed"));
        assertEquals(complaints, counted("postrider.ingest.reports.complained"));
        complain("arf-abuse");
        assertEquals(2, events().size(), "a complaint is more than an opt-out");
    }

    @Test
    void ofSeveralFailedRecipientsTheOneThatWasMailedCounts() {
        String report = Samples.of("postfix-unknown-user", path(), id);
        String group = "Final-Recipient: rfc822; other@mail.example\r\nAction: failed\r\nStatus: 5.2.2\r\n"
                + "Diagnostic-Code: smtp; 552 5.2.2 mailbox full\r\n\r\n";
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            String both = report.replaceFirst("(?i)(?=Final-Recipient:)", group);
            assertTrue(both.length() > report.length());
            assertTrue(client.bring(both, path()).startsWith("250"));
        }
        assertEquals("bad_mailbox", onlyEvent().get("category").asText());
        assertEquals(200, Api.get("/v1/suppressions/person0@mail.example").status());
        assertEquals(404, Api.get("/v1/suppressions/other@mail.example").status());
    }

    /** The sender's outcome may be saved after the report: PostgreSQL was away, or the sender died. */
    @Test
    void reportThatComesBeforeTheDeliveryIsOnRecordChangesNoState() {
        UUID message = UUID.fromString(id);
        Books.change("update delivery set state = 1, attempts = 0 where message_id = ?", message);
        bring("postfix-unknown-user");
        complain("arf-abuse");
        assertEquals(1, state());
        Outcome.Cause taken = new Outcome.Cause("relay", 250, "2.0.0", "queued");
        for (int time = 0; time < 2; time++) {
            ledger.record(new Outcome(message, 0, 2, State.DELIVERED, 1, Instant.now(), taken))
                    .await()
                    .atMost(Patience.LIMIT);
            bring("postfix-unknown-user");
            complain("arf-abuse");
        }
        assertEquals(State.DELIVERED.code(), state());
        List<String> types = new ArrayList<>();
        events().forEach(event -> types.add(event.get("type").asText()));
        assertEquals(List.of("bounced", "complained", "delivered"), types);
        assertEquals(
                "bad_mailbox",
                Api.get("/v1/suppressions/person0@mail.example")
                        .body()
                        .get("reason")
                        .asText());
    }

    @Test
    void reportOfADeliveryThatEndedOtherwiseChangesNoState() {
        for (State state : List.of(State.BOUNCED, State.EXPIRED, State.SUPPRESSED, State.CANCELLED)) {
            aMessageIsDelivered();
            Books.change("update delivery set state = ? where message_id = ?", state.code(), UUID.fromString(id));
            bring("postfix-delivered");
            bring("postfix-unknown-user");
            complain("arf-not-spam");
            complain("arf-abuse");
            assertEquals(state.code(), state(), state.word());
        }
    }

    private long state() {
        return Books.count("select state from delivery where message_id = ? and ordinal = 0", UUID.fromString(id));
    }

    private static String jmrp(String kind, String fields) {
        return """
                From: staff@hotmail.com
                Subject: complaint about message from 192.0.2.1
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary=b

                --b
                Content-Type: message/feedback-report

                Feedback-Type: %s
                User-Agent: Hotmail FBL
                Version: 0.1

                --b
                Content-Type: message/rfc822

                X-HmXmrOriginalRecipient: person0@mail.example
                %s
                Subject: sale

                hello
                --b--
                """.replace("\n", "\r\n").formatted(kind, fields);
    }

    private void feedback(String mail) {
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            String reply = client.bring(mail, Neighbours.FEEDBACK_ADDRESS);
            assertTrue(reply.startsWith("250"), reply);
        }
    }

    @Test
    void complaintThatIsNoneOrNobodysIsDropped() {
        double redacted = counted("postrider.ingest.reports.dropped", "reason", "untraceable");
        double forged = counted("postrider.ingest.reports.dropped", "reason", "forged");
        complain("arf-not-spam");
        complain("arf-redacted");
        complain("arf-forged");
        complain("postfix-unknown-user");
        assertEquals(0, events().size());
        assertEquals(redacted + 1, counted("postrider.ingest.reports.dropped", "reason", "untraceable"));
        assertEquals(forged + 1, counted("postrider.ingest.reports.dropped", "reason", "forged"));
    }

    @Test
    void whatIsNoFailureIsTakenAndCounted() {
        for (String[] sample : new String[][] {
            {"postfix-delayed", "delayed"},
            {"postfix-delivered", "delivered"},
            {"auto-reply", "auto_reply"},
            {"read-receipt", "read"},
            {"unclear", "unclear"}
        }) {
            double before = counted("postrider.ingest.reports.dropped", "reason", sample[1]);
            assertTrue(bring(sample[0]).startsWith("250"));
            assertEquals(before + 1, counted("postrider.ingest.reports.dropped", "reason", sample[1]), sample[0]);
        }
        assertEquals(0, events().size());
    }

    @Test
    void aDeliveryThatIsNotOnRecordIsTakenAndDropped() {
        String path = PATHS.sign(UUID.randomUUID(), 0);
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            assertTrue(client.bring(Samples.of("postfix-unknown-user", path, id), path)
                    .startsWith("250"));
        }
    }

    @Test
    void forgedAndUnknownRecipientsAreRefusedBeforeTheirMail() {
        double forged = counted("postrider.ingest.reports.refused", "reason", "forged");
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            client.say("MAIL FROM:<>");
            String path = path();
            String broken = path.replace("@", "x@");
            String other = PATHS.sign(UUID.fromString(id), 1);
            String mixed = path.substring(0, 40) + other.substring(40);
            for (String recipient : List.of(broken, mixed, "b+@bounces.shop.example", "ann@bounces.shop.example")) {
                assertTrue(client.say("RCPT TO:<" + recipient + ">").startsWith("550 5.1.1"), recipient);
            }
            assertTrue(client.say("DATA").startsWith("503"));
            assertTrue(client.say("RCPT TO:<" + path.toUpperCase(java.util.Locale.ROOT) + ">")
                    .startsWith("250"));
        }
        assertEquals(forged + 3, counted("postrider.ingest.reports.refused", "reason", "forged"));
    }

    @Test
    void whoeverGuessesRecipientsIsHungUpOn() {
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            client.say("MAIL FROM:<>");
            for (int i = 1; i < 20; i++) {
                assertTrue(client.say("RCPT TO:<b+%d@bounces.shop.example>".formatted(i))
                        .startsWith("550"));
            }
            assertTrue(client.say("RCPT TO:<x@bounces.shop.example>").startsWith("421 4.7.0"));
            assertEquals("", client.reply());
        }
    }

    @Test
    void tooLargeMailIsRefusedAndTheConnectionGoesOn() {
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            assertTrue(client.say("MAIL FROM:<> SIZE=1100000").startsWith("552"));
            String large = "Subject: x\r\n\r\n" + ("y".repeat(78) + "\r\n").repeat(14_000);
            assertTrue(client.bring(large, path()).startsWith("552 5.3.4"));
            String mail = Samples.of("postfix-unknown-user", path(), id);
            assertTrue(client.bring(mail, path()).startsWith("250"), "the next mail of the connection is taken");
        }
        onlyEvent();
    }

    /** As qmail and Exchange return the mail with its attachments. */
    @Test
    void bounceThatReturnsALargeMailIsRead() {
        String bounce = Samples.of("postfix-unknown-user", path(), id);
        int end = bounce.lastIndexOf("\r\n--");
        String large = bounce.substring(0, end) + ("\r\n" + "y".repeat(78)).repeat(10_000) + bounce.substring(end);
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            assertTrue(client.bring(large, path()).startsWith("250"));
        }
        onlyEvent();
    }

    @Test
    void endlessMailIsHungUpOn() {
        double before = counted("postrider.ingest.reports.refused", "reason", "too_large");
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            client.say("MAIL FROM:<>");
            client.say("RCPT TO:<" + path() + ">");
            client.say("DATA");
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
                String line = "y".repeat(1_000) + "\r\n";
                for (int i = 0; i < 20_000; i++) {
                    client.write(line);
                }
            });
            await().until(flood::isCompletedExceptionally);
        }
        await().until(() -> counted("postrider.ingest.reports.refused", "reason", "too_large") == before + 1);
    }

    @Test
    void endlessCommandsAreHungUpOn() {
        double before = counted("postrider.ingest.reports.refused", "reason", "too_much");
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 1_000_000; i++) {
                    client.write("NOOP\r\n".repeat(1_000));
                }
            });
            await().until(flood::isCompletedExceptionally);
        }
        await().until(() -> counted("postrider.ingest.reports.refused", "reason", "too_much") == before + 1);
    }

    @Test
    void oneConnectionBeyondTheLimitIsToldSo() {
        List<ReportClient> open = new ArrayList<>();
        try {
            await().until(() -> {
                while (open.size() < 5) {
                    ReportClient client = new ReportClient(listener.port());
                    if (!client.reply().startsWith("220")) {
                        return false;
                    }
                    open.add(client);
                }
                return true;
            });
            try (ReportClient beyond = new ReportClient(listener.port())) {
                assertTrue(beyond.reply().startsWith("421"));
            }
        } finally {
            open.forEach(ReportClient::close);
        }
        await().until(() -> {
            try (ReportClient client = new ReportClient(listener.port())) {
                return client.reply().startsWith("220");
            }
        });
    }

    @Test
    void tooManyRecipientsAreToldSo() {
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            client.say("MAIL FROM:<>");
            for (int i = 0; i < 10; i++) {
                assertTrue(client.say("RCPT TO:<" + path() + ">").startsWith("250"));
            }
            assertTrue(client.say("RCPT TO:<" + path() + ">").startsWith("452"));
        }
    }

    @Test
    void mailToPostmasterIsAcceptedForTheOperatorAndNobodyElse() {
        long before = Books.count("select count(*) from delivery");
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            String mail = "From: ann@mail.example\r\nTo: bob@mail.example\r\n\r\nHello";
            assertTrue(client.bring(mail, "Postmaster@bounces.shop.example").startsWith("250"));
        }
        assertEquals(before + 1, Books.count("select count(*) from delivery"));
        assertEquals(
                1,
                Books.count(
                        "select count(*) from delivery where email = ? and message_id > ?",
                        Neighbours.OPERATOR,
                        UUID.fromString(id)));
        assertEquals(0, events().size());
    }

    @Test
    void aBounceOfAnAddressBeyondAsciiSuppressesThatAddressAlone() {
        Books.change(
                "update delivery set email = ? where message_id = ? and ordinal = 0",
                "\u212aim@mail.example",
                UUID.fromString(id));
        String report =
                Samples.of("postfix-unknown-user", path(), id).replace("rfc822; person0@", "utf-8; \\x{212A}im@");
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            assertTrue(client.bring(report, path()).startsWith("250"));
        }
        assertEquals(404, Api.get("/v1/suppressions/kim@mail.example").status());
        assertEquals(200, Api.get("/v1/suppressions/%E2%84%AAim@MAIL.example").status());
        assertEquals(200, Api.get("/v1/suppressions/%E2%84%AAIM@mail.example").status());
    }

    @Test
    void theWordsOfABounceAreCleanInTheEvents() {
        String mail = Samples.of("postfix-unknown-user", path(), id)
                .replace("User unknown", "User \u001b[31m\u202eresu\u2066\u2028\u0007\u200b unknown");
        assertTrue(mail.contains("\u202e"), mail);
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            assertTrue(client.bring(mail, path()).startsWith("250"));
        }
        String reply = onlyEvent().get("reply").asText();
        assertTrue(reply.contains("resu"), reply);
        assertTrue(reply.chars().allMatch(c -> c >= ' ' && c < 0x7f), reply);
    }

    @Test
    void garbageIsTakenAndDropped() {
        double before = counted("postrider.ingest.reports.dropped", "reason", "unclear");
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            String garbage = "\u0000\u0001: \r\n\r\n--\r\nContent-Type: multipart/report\r\n\u00ff".repeat(100);
            assertTrue(client.bring(garbage, path()).startsWith("250"));
        }
        assertEquals(0, events().size());
        assertEquals(before + 1, counted("postrider.ingest.reports.dropped", "reason", "unclear"));
    }

    @Test
    void reportsComeOverTlsToo() {
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            assertTrue(client.say("EHLO mx.mail.example").contains("STARTTLS"));
            client.startTls(new TrustAll());
            client.expect("250", client.say("EHLO mx.mail.example"));
            String mail = Samples.of("exim-plain", path(), id);
            assertTrue(client.bring(mail, path()).startsWith("250"));
        }
        onlyEvent();
    }

    @Test
    void databaseAwayIsA451AndTheReportIsTakenLater() {
        double before = counted("postrider.ingest.reports.refused", "reason", "later");
        TestNeighbours.stopDatabase();
        try {
            assertTrue(bring("postfix-unknown-user").startsWith("451 4.3.0"));
            assertEquals(before + 1, counted("postrider.ingest.reports.refused", "reason", "later"));
        } finally {
            TestNeighbours.startDatabase();
        }
        await().until(() -> bring("postfix-unknown-user").startsWith("250"));
        onlyEvent();
    }

    @Test
    @ExpectedErrors("a report could not be recorded: .*relation \"suppression\" does not exist")
    void refusedStatementIsA451Too() {
        Books.change("alter table suppression rename to suppression_away");
        try {
            assertTrue(bring("postfix-unknown-user").startsWith("451 4.3.0"));
        } finally {
            Books.change("alter table suppression_away rename to suppression");
        }
        assertEquals(0, events().size(), "nothing was half-recorded");
    }

    private String path() {
        return PATHS.sign(UUID.fromString(id), 0);
    }

    private String bring(String sample) {
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            return client.bring(Samples.of(sample, path(), id), path());
        }
    }

    private void complain(String sample) {
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            String reply = client.bring(Samples.of(sample, path(), id), Neighbours.FEEDBACK_ADDRESS);
            assertTrue(reply.startsWith("250"), reply);
        }
    }

    private JsonNode onlyEvent() {
        JsonNode events = events();
        assertEquals(1, events.size(), events.toString());
        return events.get(0);
    }

    private JsonNode events() {
        return Api.get("/v1/messages/%s/events".formatted(id)).body().get("events");
    }

    private double counted(String name, String... tags) {
        return registry.find(name).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
