package io.postrider.ingest.intake.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.model.Submission;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.body.RequestBody;
import io.postrider.mail.Addressees;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.ContentCodec;
import io.postrider.mail.Recipient;
import io.postrider.store.messages.NewMessage;
import io.postrider.testing.Patience;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cc and bcc make of a message. */
class CarbonCopiesTest {
    private final Submit submit = Submissions.submit(Clock.systemUTC());

    private static ObjectNode message() {
        ObjectNode message = Bodies.message(1);
        ((ObjectNode) message.get("to").get(0)).put("name", "Ann");
        return message;
    }

    private static ObjectNode with(ObjectNode message, String field, String... emails) {
        for (String email : emails) {
            message.withArray(field).addObject().put("email", email);
        }
        return message;
    }

    private static ObjectNode to(ObjectNode message) {
        return (ObjectNode) message.get("to").get(0);
    }

    @Test
    void eachAddressIsARecipientOfOneMail() {
        ObjectNode body = with(with(message(), "bcc", "carl@mail.example"), "cc", "ben@mail.example");
        ((ObjectNode) body.get("cc").get(0)).put("name", "Ben");
        NewMessage message = read(body).messages().get(0);
        assertEquals(
                List.of("0 person0@mail.example Ann", "1 ben@mail.example Ben", "2 carl@mail.example null"),
                message.recipients().stream()
                        .map(one -> one.ordinal() + " " + one.email() + " " + one.name())
                        .toList());
        assertEquals(3, message.head().audience());
        assertEquals(
                new Addressees(
                        new Mailbox("person0@mail.example", "Ann"), List.of(new Mailbox("ben@mail.example", "Ben"))),
                content(message).addressees());
        assertEquals(ContentCodec.claimCheck(message.content()), message.head().content());
        assertTrue(read(body).answer().contains("\"accepted\":3"));
    }

    @Test
    void messageWithoutThemIsAsBefore() {
        byte[] plain = read(message()).messages().get(0).content();
        ObjectNode empty = message();
        empty.putArray("cc");
        empty.putNull("bcc");
        assertEquals(
                new String(plain, StandardCharsets.UTF_8),
                new String(read(empty).messages().get(0).content(), StandardCharsets.UTF_8));
    }

    @Test
    void addressThatIsThereTwiceKeepsItsFirstPlace() {
        ObjectNode body = with(
                message(), "cc", "PERSON0@mail.example", "ben@mail.example", "Ben@mail.example", "dora@mail.example");
        with(body, "bcc", "dora@mail.example", "carl@MAIL.example", "carl@mail.example");
        NewMessage message = read(body).messages().get(0);
        assertEquals(
                List.of("person0@mail.example", "ben@mail.example", "dora@mail.example", "carl@mail.example"),
                message.recipients().stream().map(Recipient::email).toList());
        assertEquals(2, content(message).addressees().cc().size());
    }

    @Test
    void allCopiesHaveTheVariablesOfTheOneInTo() {
        ObjectNode body = with(message().put("text", "{{n}} {{m}} {{name}}"), "bcc", "carl@mail.example");
        body.putObject("variables").put("n", "shared").put("m", "shared");
        to(body).putObject("variables").put("n", "own").put("name", "Miss Ann").putNull("m");
        NewMessage message = read(body).messages().get(0);
        assertEquals("own", message.head().variables().get("n"));
        assertEquals("shared", message.head().variables().get("m"));
        for (Recipient recipient : message.recipients()) {
            assertEquals(Map.of("name", "Miss Ann"), recipient.variables());
        }
    }

    @Test
    void variablesAreStoredOnceHoweverManyCopies() {
        ObjectNode body = message();
        for (int n = 0; n < 49; n++) {
            with(body, "bcc", "copy" + n + "@mail.example");
        }
        to(body).putObject("variables").put("v", "x".repeat(32_000));
        NewMessage message = read(body).messages().get(0);
        int bytes =
                BatchCodec.encode(Batch.submitted(message.head().id(), message.head(), message.recipients())).length;
        assertEquals(50, message.recipients().size());
        assertTrue(bytes < 40_000, () -> bytes + " bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'cc': 7}                                          | /cc                    | give an array",
                "{'bcc': [{'name': 'Carl'}]}                        | /bcc/0/email           | is missing",
                "{'cc': [{'email': 'a@b.example'}, {'email': 'x'}]} | /cc/1/email            | has no @",
                "{'bcc': [{'email': 'a@b.example', 'variables': {}}]} | /bcc/0/variables     | not a known field",
                "{'cc': [{'email': 'jürgen@b.example'}]}            | /cc/0/email            | needs a sender (`from`)",
                "{'cc': [{'email': 'a@b.example', 'name': 'A\\nB'}]} | /cc/0/name           | line break",
            })
    void faultNamesItsPlace(String change, String pointer, String detail) throws Exception {
        ObjectNode body = message();
        body.setAll((ObjectNode) new ObjectMapper().readTree(change.replace('\'', '"')));
        Problem.Fault fault = fault(body);
        assertEquals(pointer, fault.pointer());
        assertTrue(fault.detail().contains(detail), fault::detail);
    }

    @Test
    void partialDoesNotLeaveCopiesOut() {
        ObjectNode body = with(message().put("partial", true), "bcc", "nobody");
        assertEquals("/bcc/0/email", fault(body).pointer());
    }

    @Test
    void toHasExactlyOneRecipient() {
        ObjectNode body = with(Bodies.message(3), "cc", "ben@mail.example");
        Problem.Fault fault = fault(body);
        assertEquals("/to", fault.pointer());
        assertTrue(fault.detail().contains("give exactly one"), fault::detail);
        assertEquals(
                "/to", fault(with(Bodies.message(0), "bcc", "ben@mail.example")).pointer());
    }

    @Test
    void addressBeyondAsciiInToNeedsASenderThatHasSomeToo() {
        ObjectNode body = with(message(), "bcc", "ben@mail.example");
        to(body).put("email", "jürgen@mail.example");
        assertEquals("/to/0/email", fault(body).pointer());
        body.withObject("/from").put("email", "grüße@shop.example");
        assertEquals(2, read(body).recipients());
    }

    @Test
    void blindCopyBeyondAsciiIsShownNowhereAndNeedsNothing() {
        assertEquals(2, read(with(message(), "bcc", "jürgen@mail.example")).recipients());
    }

    @Test
    void variableThatHidesTheNameIsAShortText() {
        ObjectNode body = with(message(), "bcc", "ben@mail.example");
        to(body).putObject("variables").put("name", "n".repeat(998));
        assertEquals(2, read(body).recipients());
        to(body).putObject("variables").put("name", "n".repeat(999));
        assertEquals("/to/0/variables/name", fault(body).pointer());
        to(body).putObject("variables").putArray("email");
        assertEquals("/to/0/variables/email", fault(body).pointer());
    }

    @Test
    void fiftyRecipientsAreTheMost() {
        ObjectNode body = message();
        for (int n = 0; n < 30; n++) {
            with(body, "cc", "cc" + n + "@mail.example");
        }
        for (int n = 0; n < 19; n++) {
            with(body, "bcc", "bcc" + n + "@mail.example");
        }
        assertEquals(50, read(body).recipients());
        Problem.Fault fault = fault(with(body, "bcc", "beyond@mail.example"));
        assertEquals("/bcc", fault.pointer());
        assertTrue(fault.detail().contains("49"), fault::detail);
    }

    @Test
    void itemsOfABatchMayHaveThem() {
        ObjectNode batch = Bodies.batch(2, 1);
        with((ObjectNode) batch.get("messages").get(0), "cc", "ben@mail.example");
        with((ObjectNode) batch.get("messages").get(1), "bcc", "nobody");
        byte[] bytes = batch.toString().getBytes(StandardCharsets.UTF_8);
        Submission submission =
                submit.batch(RequestBody.of(bytes), null).await().atMost(Patience.LIMIT);
        assertEquals(2, submission.recipients());
        assertTrue(submission.answer().contains("/messages/1/bcc/0/email"), submission::answer);
    }

    private static Content content(NewMessage message) {
        return ContentCodec.decode(message.content());
    }

    private Problem.Fault fault(ObjectNode message) {
        return Submissions.fault(submit, message);
    }

    private Submission read(ObjectNode message) {
        return Submissions.read(submit, message.toString());
    }
}
