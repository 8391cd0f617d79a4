package io.postrider.ingest.intake.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.model.Submission;
import io.postrider.ingest.web.Problem;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Attachment;
import io.postrider.mail.ContentCodec;
import io.postrider.mail.MessageHead;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a submission says of the form of its mails, as the sender will get it. */
class SubmittedMailTest {
    private static final Instant NOW = Instant.parse("2026-11-05T07:08:09.123Z");

    private final Submit submit = Submissions.submit(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void mailIsDatedWhenItIsDue() {
        assertEquals(NOW, head(Bodies.message(1)).date());
        Instant ahead = Instant.parse("2026-12-04T07:00:00Z");
        assertEquals(
                ahead, head(Bodies.message(1).put("send_at", ahead.toString())).date());
    }

    @Test
    void mailThatWasDueBeforeIsDatedWhenItWasAccepted() {
        assertEquals(
                NOW,
                head(Bodies.message(1).put("send_at", "2026-11-05T07:00:00Z")).date());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "List-Unsubscribe | shop.example/u                 | has no address in angle brackets",
                "List-Unsubscribe | <shop.example/u>               | has an address without a scheme",
                "References       | <1@müller.example>             | has non-ASCII characters",
                "In-Reply-To      | your mail                      | is not a list of message ids",
                "Feedback-ID      | Frühling:shop                  | has non-ASCII characters",
                "List-Id          | News <news.bücher.example>     | has non-ASCII characters",
            })
    void fieldThatNobodyCouldReadIsRefused(String name, String value, String detail) {
        ObjectNode message = Bodies.message(1);
        message.putObject("headers").put(name, value);
        Problem.Fault fault = fault(message);
        assertEquals("/headers/" + name, fault.pointer());
        assertTrue(fault.detail().startsWith(detail), fault::detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "List-Unsubscribe | <https://shop.example/abmelden?name=Jürgen>",
                "List-Unsubscribe | https://shop.example/u, mailto:leave@shop.example",
                "List-Id          | Grüße <news.shop.example>",
                "X-Note           | Grüße",
                "X-SMTPAPI        | {\"name\": \"Jürgen\"}",
            })
    void fieldThatCanBeWrittenIsTaken(String name, String value) {
        ObjectNode message = Bodies.message(1);
        message.putObject("headers").put(name, value);
        assertEquals(1, read(message).recipients());
    }

    @Test
    void fieldIsHeldToItsSyntaxWithEachRecipientsVariables() {
        ObjectNode message = Bodies.message(3);
        message.putObject("headers").put("List-Unsubscribe", "<https://shop.example/{{u}}>");
        message.putObject("variables").put("u", "ü");
        assertEquals(3, read(message).recipients());
        ((ObjectNode) message.get("to").get(1)).putObject("variables").put("u", "x".repeat(1_500));
        Problem.Fault fault = fault(message);
        assertEquals("/to/1", fault.pointer());
        assertTrue(
                fault.detail().startsWith("would get a mail whose header List-Unsubscribe has an entry that"),
                fault::detail);
        assertEquals(2, read(message.put("partial", true)).recipients());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/pdf",
                "application/pdf; name=\"a;b.pdf\"",
                "application/pdf ;name=\"quo\\\"te\"",
                "application/pdf; name=\"Rechnung für Müller.pdf\"",
                "text/calendar; method=REQUEST; charset=utf-8;"
            })
    void mediaTypeIsTakenAsItIs(String type) {
        ObjectNode message = Bodies.message(1);
        Bodies.file(message.putArray("attachments"), "QQ==").put("content_type", type);
        assertEquals(type, attachment(message).contentType());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pdf",
                "application/",
                "application/pdf; name",
                "application/pdf; name=a b",
                "application/pdf; name=\"a",
                "application/pdf; name=\"a\" b",
                "application/pdf; ü=a",
                "application/pdf, text/plain",
                "Multipart/mixed",
                "message/rfc822"
            })
    void otherThanAMediaTypeForAFileIsRefused(String type) {
        ObjectNode message = Bodies.message(1);
        Bodies.file(message.putArray("attachments"), "QQ==").put("content_type", type);
        assertEquals("/attachments/0/content_type", fault(message).pointer());
    }

    @ParameterizedTest
    @CsvSource({
        "invoice.pdf, application/pdf",
        "INVOICE.PDF, application/pdf",
        "a.b.jpeg, image/jpeg",
        "pass.pkpass, application/vnd.apple.pkpass",
        "list.xlsx, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Müller.csv, text/csv",
        "mail.eml, application/octet-stream",
        "pdf., application/octet-stream",
        "README, application/octet-stream",
        "x.whatever, application/octet-stream"
    })
    void typeThatIsAbsentIsThatOfTheFilesName(String filename, String type) {
        ObjectNode message = Bodies.message(1);
        ObjectNode file = Bodies.file(message.putArray("attachments"), "QQ==").put("filename", filename);
        file.remove("content_type");
        assertEquals(type, attachment(message).contentType());
        file.putNull("content_type");
        assertEquals(type, attachment(message).contentType());
        file.put("content_type", "a/b");
        assertEquals("a/b", attachment(message).contentType());
    }

    @ParameterizedTest
    @CsvSource({
        "METHOD:REQUEST, text/calendar; method=REQUEST; charset=utf-8",
        "method:cancel, text/calendar; method=CANCEL; charset=utf-8",
        "X-METHOD:REQUEST, text/calendar; charset=utf-8"
    })
    void invitationSaysWhatItAsksFor(String line, String type) {
        byte[] calendar =
                ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + line + "\r\nBEGIN:VEVENT\r\n").getBytes(StandardCharsets.UTF_8);
        ObjectNode message = Bodies.message(1);
        Bodies.file(message.putArray("attachments"), Base64.getEncoder().encodeToString(calendar))
                .put("filename", "invite.ics")
                .remove("content_type");
        assertEquals(type, attachment(message).contentType());
    }

    private Attachment attachment(ObjectNode message) {
        Content content = ContentCodec.decode(read(message).messages().get(0).content());
        return content.attachments().get(0);
    }

    private Problem.Fault fault(ObjectNode message) {
        return Submissions.fault(submit, message);
    }

    private MessageHead head(ObjectNode message) {
        return read(message).messages().get(0).head();
    }

    private Submission read(ObjectNode message) {
        return Submissions.read(submit, message.toString());
    }
}
