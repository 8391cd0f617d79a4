package io.postrider.ingest.intake.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.intake.submit.estimate.EstimateSlots;
import io.postrider.ingest.model.IdempotencyKey;
import io.postrider.ingest.model.Submission;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.Problem.Refusal;
import io.postrider.ingest.web.body.RequestBody;
import io.postrider.testing.Patience;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bound of a submission: as much as it allows is taken, one more is refused with its place and the bound. */
class SubmitLimitsTest {
    private static final Duration PATIENCE = Patience.LIMIT;

    private final Submit submit = Submissions.submit(Clock.systemUTC());

    static Stream<Arguments> bounds() {
        return Stream.of(
                bound("recipients", 1_000, "/to", Bodies::to),
                bound("letters of a subject", 998, "/subject", (m, n) -> m.put("subject", "s".repeat(n))),
                bound("letters of a campaign", 128, "/campaign", (m, n) -> m.put("campaign", "c".repeat(n))),
                bound("characters of a template", 1 << 20, "/html", (m, n) -> m.put("html", "t".repeat(n))),
                bound("sections inside each other", 16, "/text", SubmitLimitsTest::sections),
                bound("header fields", 50, "/headers", SubmitLimitsTest::headers),
                bound("letters of a header's name", 76, "/headers/", SubmitLimitsTest::headerName),
                bound(
                        "a header's line",
                        998,
                        "/headers/X-A",
                        (m, n) -> m.putObject("headers").put("X-A", "v".repeat(n - 5))),
                bound("addresses for replies", 10, "/reply_to", SubmitLimitsTest::replyTo),
                bound("tags", 20, "/tags", SubmitLimitsTest::tags),
                bound(
                        "letters of a tag",
                        256,
                        "/tags/team",
                        (m, n) -> m.putObject("tags").put("team", "t".repeat(n))),
                bound("attachments", 20, "/attachments", SubmitLimitsTest::files),
                bound("bytes of attachments", 15 << 20, "/attachments", SubmitLimitsTest::bytes),
                bound("letters of a file's name", 255, "/attachments/0/filename", SubmitLimitsTest::filename),
                bound("letters of a recipient's name", 250, "/to/0/name", (m, n) -> to(m).put("name", "n".repeat(n))),
                bound(
                        "octets of a local part",
                        64,
                        "/to/0/email",
                        (m, n) -> to(m).put("email", "l".repeat(n) + "@mail.example")),
                bound("octets of an address", 254, "/to/0/email", SubmitLimitsTest::address),
                bound(
                        "bytes of a recipient's variables",
                        32 << 10,
                        "/to/0/variables",
                        (m, n) -> to(m).putObject("variables").put("v", "x".repeat(n - 5))),
                bound(
                        "bytes of shared variables",
                        128 << 10,
                        "/variables",
                        (m, n) -> m.putObject("variables").put("v", "x".repeat(n - 5))),
                bound("levels of variables", 8, "/variables/v", SubmitLimitsTest::levels),
                bound(
                        "letters of a variable's name",
                        100,
                        "/variables/v",
                        (m, n) -> m.putObject("variables").put("v".repeat(n), 1)),
                bound("days ahead", 30, "/expires_in", (m, n) -> m.put("expires_in", "P" + n + "D")),
                bound("a priority", 9, "/priority", (m, n) -> m.put("priority", n)));
    }

    private static Arguments bound(String what, int most, String pointer, BiConsumer<ObjectNode, Integer> change) {
        return Arguments.of(what, most, pointer, change);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bounds")
    void asMuchAsAllowedIsTakenAndOneMoreIsRefused(
            String what, int most, String pointer, BiConsumer<ObjectNode, Integer> change) {
        ObjectNode message = Bodies.message(1);
        change.accept(message, most);
        read(message.toString());

        ObjectNode beyond = Bodies.message(1);
        change.accept(beyond, most + 1);
        Problem problem =
                assertThrows(Refusal.class, () -> read(beyond.toString())).problem();
        assertEquals(422, problem.status());
        assertEquals(1, problem.faults().size(), () -> what + ": " + problem.faults());
        Problem.Fault fault = problem.faults().get(0);
        assertTrue(fault.pointer().startsWith(pointer), fault::pointer);
        String told = fault.detail().replace(",", "");
        assertTrue(told.contains(Integer.toString(most)), () -> what + " does not tell its bound: " + told);
    }

    @ParameterizedTest
    @CsvSource({"500,1,true", "501,1,false"})
    void aBatchHasItsMostMessages(int messages, int recipients, boolean taken) {
        String body = Bodies.batch(messages, recipients).toString();
        if (taken) {
            assertEquals(messages, readBatch(body).messages().size());
        } else {
            Problem problem = assertThrows(Refusal.class, () -> readBatch(body)).problem();
            assertEquals("/messages", problem.faults().get(0).pointer());
        }
    }

    @Test
    void theMessageThatGoesBeyondTheRecipientsOfABatchIsLeftOut() {
        assertEquals(
                10, readBatch(Bodies.batch(10, 1_000).toString()).messages().size());
        ObjectNode beyond = Bodies.batch(10, 1_000);
        ((ArrayNode) beyond.get("messages")).add(Bodies.message(1));
        Submission submission = readBatch(beyond.toString());
        assertEquals(10_000, submission.recipients());
        assertTrue(submission.answer().contains("/messages/10/to"), submission::answer);
    }

    @ParameterizedTest
    @CsvSource({"256,true", "257,false"})
    void anIdempotencyKeyHasItsLength(int length, boolean taken) {
        RequestBody body = RequestBody.of(Bodies.message(1).toString().getBytes(StandardCharsets.UTF_8));
        IdempotencyKey key = new IdempotencyKey("main", "k".repeat(length));
        if (taken) {
            assertEquals(
                    key,
                    submit.message(body, key).await().atMost(PATIENCE).claim().key());
        } else {
            assertThrows(Refusal.class, () -> submit.message(body, key).await().atMost(PATIENCE));
        }
    }

    @Test
    void jsonIsHeldToItsDepthAndItsNumbersAndNamesToTheirLengths() {
        assertFault("is not a known field", nested(31));
        assertMalformed("depth (33)", nested(32));
        assertFault("is not a known field", "{\"a\":" + "1".repeat(100) + "}");
        assertMalformed("length (101)", "{\"a\":" + "1".repeat(101) + "}");
        assertFault("is not a known field", "{\"" + "a".repeat(1_000) + "\":1}");
        assertMalformed("(1001)", "{\"" + "a".repeat(1_001) + "\":1}");
    }

    private static String nested(int arrays) {
        return "{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
    }

    @Test
    void aHundredFaultsAreToldAndTheOthersCounted() {
        ObjectNode message = Bodies.message(150);
        message.get("to").forEach(one -> ((ObjectNode) one).put("email", "nobody"));
        List<Problem.Fault> faults = assertThrows(Refusal.class, () -> read(message.toString()))
                .problem()
                .faults();
        assertEquals(101, faults.size());
        assertEquals(
                "has 50 more faults; these are the first 100", faults.get(100).detail());
    }

    @ParameterizedTest
    @CsvSource({
        "postrider.submit.recipients,1001",
        "postrider.submit.template-length,2000000",
        "postrider.submit.attachments,48M",
        "postrider.submit.rendered,5M",
        "postrider.submit.recipient-variables,33K",
        "postrider.submit.shared-variables,129K"
    })
    void aSettingAboveTheContractIsRefusedAtTheStart(String setting, String value) {
        SubmitSettings settings = Submissions.settings(setting, value);
        String told = assertThrows(
                        IllegalArgumentException.class,
                        () -> new Submit(settings, Clock.systemUTC(), new EstimateSlots(EstimateSlots.Limits.of(2))))
                .getMessage();
        assertTrue(told.startsWith(setting), told);
    }

    @Test
    void aSettingBelowTheContractHolds() {
        Submit few = new Submit(
                Submissions.settings("postrider.submit.recipients", "3"),
                Clock.systemUTC(),
                new EstimateSlots(EstimateSlots.Limits.of(2)));
        RequestBody body = RequestBody.of(Bodies.message(4).toString().getBytes(StandardCharsets.UTF_8));
        assertThrows(Refusal.class, () -> few.message(body, null).await().atMost(PATIENCE));
    }

    private void assertFault(String detail, String body) {
        Problem problem = assertThrows(Refusal.class, () -> read(body)).problem();
        assertEquals(422, problem.status());
        assertTrue(problem.faults().get(0).detail().contains(detail), problem::toString);
    }

    private void assertMalformed(String detail, String body) {
        Problem problem = assertThrows(Refusal.class, () -> read(body)).problem();
        assertEquals(400, problem.status());
        assertTrue(problem.detail().contains(detail), problem::toString);
    }

    private Submission read(String body) {
        return submit.message(RequestBody.of(body.getBytes(StandardCharsets.UTF_8)), null)
                .await()
                .atMost(PATIENCE);
    }

    private Submission readBatch(String body) {
        return submit.batch(RequestBody.of(body.getBytes(StandardCharsets.UTF_8)), null)
                .await()
                .atMost(PATIENCE);
    }

    private static ObjectNode to(ObjectNode message) {
        return (ObjectNode) message.get("to").get(0);
    }

    private static void sections(ObjectNode message, int depth) {
        message.put("text", "{{#a}}".repeat(depth) + "x" + "{{/a}}".repeat(depth));
    }

    private static void headers(ObjectNode message, int number) {
        ObjectNode headers = message.putObject("headers");
        for (int i = 0; i < number; i++) {
            headers.put("X-" + i, "v");
        }
    }

    private static void headerName(ObjectNode message, int length) {
        message.putObject("headers").put("X".repeat(length), "v");
    }

    private static void replyTo(ObjectNode message, int number) {
        ArrayNode replyTo = message.putArray("reply_to");
        for (int i = 0; i < number; i++) {
            replyTo.addObject().put("email", "desk%d@shop.example".formatted(i));
        }
    }

    private static void tags(ObjectNode message, int number) {
        ObjectNode tags = message.putObject("tags");
        for (int i = 0; i < number; i++) {
            tags.put("tag" + i, "v");
        }
    }

    private static void files(ObjectNode message, int number) {
        ArrayNode files = message.putArray("attachments");
        for (int i = 0; i < number; i++) {
            Bodies.file(files, "aGVsbG8=");
        }
    }

    private static void bytes(ObjectNode message, int bytes) {
        Bodies.file(message.putArray("attachments"), Base64.getEncoder().encodeToString(new byte[bytes]));
    }

    private static void filename(ObjectNode message, int length) {
        Bodies.file(message.putArray("attachments"), "aGVsbG8=").put("filename", "f".repeat(length));
    }

    private static void address(ObjectNode message, int octets) {
        String domain = ("d".repeat(60) + ".").repeat(3) + "example";
        to(message).put("email", "l".repeat(octets - 1 - domain.length()) + "@" + domain);
    }

    private static void levels(ObjectNode message, int depth) {
        ObjectNode at = message.putObject("variables");
        for (int level = 1; level < depth; level++) {
            at = at.putObject("v");
        }
        at.put("end", 1);
    }
}
