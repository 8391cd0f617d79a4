package io.postrider.ingest.intake.submit;

import static io.postrider.ingest.api.Api.JSON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class BadInputTest {

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("an unknown field", "/subjetc", m -> m.put("subjetc", "x")),
                fault("a field that comes later", "/template", m -> m.put("template", "welcome")),
                fault("no sender", "/from", m -> m.remove("from")),
                fault("a sender that is a number", "/from", m -> m.put("from", 1)),
                fault(
                        "two senders",
                        "/from",
                        m -> m.putArray("from").add("a@b.example").add("c@d.example")),
                fault("a sender without an address", "/from", m -> m.put("from", "Ann")),
                fault(
                        "a recipient without an address",
                        "/to/0",
                        m -> m.putArray("to").add("Ann <>")),
                fault("two recipients in one string", "/to", m -> m.put("to", "a@b.example, c@d.example")),
                fault("a bad sender", "/from/email", m -> m.putObject("from").put("email", "a@b@c.example")),
                fault(
                        "an unknown field inside",
                        "/from/mail",
                        m -> m.withObject("/from").put("mail", "x")),
                fault(
                        "an internationalised address for replies to an ASCII sender",
                        "/reply_to/0/email",
                        m -> m.putArray("reply_to").addObject().put("email", "jürgen@mail.example")),
                fault("no recipients", "/to", m -> m.putArray("to")),
                fault(
                        "1,001 recipients",
                        "/to",
                        m -> m.set("to", Api.message(1001).get("to"))),
                fault(
                        "a bad address",
                        "/to/1/email",
                        m -> m.withArray("to").addObject().put("email", "ann")),
                fault(
                        "a quote within a local part",
                        "/to/0/email",
                        m -> first(m).put("email", "\"a\"b\"@mail.example")),
                fault("an address literal", "/to/0/email", m -> first(m).put("email", "a@[127.0.0.1]")),
                fault(
                        "CRLF in an address",
                        "/to/0/email",
                        m -> first(m).put("email", "a@b.example\r\nRCPT TO:<x@y.z>")),
                fault(
                        "the same address twice",
                        "/to/1/email",
                        m -> m.withArray("to").add(first(m).deepCopy())),
                fault("a missing variable", "/to/0/variables/first_name", m -> first(m).remove("variables")),
                fault("a name with a line break", "/to/0/name", m -> first(m).put("name", "A\nBcc: x@y.z")),
                fault(
                        "CRLF in a header",
                        "/headers/X-A",
                        m -> m.putObject("headers").put("X-A", "a\r\nBcc: x@y.z")),
                fault(
                        "a reserved header",
                        "/headers/bcc",
                        m -> m.putObject("headers").put("bcc", "x@y.example")),
                fault(
                        "a header name with a colon",
                        "/headers/X: a",
                        m -> m.putObject("headers").put("X: a", "b")),
                fault("CRLF in the subject", "/subject", m -> m.put("subject", "a\r\nBcc: x@y.z")),
                fault("no subject", "/subject", m -> m.remove("subject")),
                fault("neither text nor html", "/text", m -> m.remove(List.of("text", "html"))),
                fault("an unclosed tag", "/html", m -> m.put("html", "<p>{{first_name</p>")),
                fault("an unclosed section", "/text", m -> m.put("text", "{{#items}}x")),
                fault("an unknown lane", "/lane", m -> m.put("lane", "express")),
                fault("a priority of 10", "/priority", m -> m.put("priority", 10)),
                fault("a priority as text", "/priority", m -> m.put("priority", "high")),
                fault("an unknown time for content", "/store_content", m -> m.put("store_content", "forever")),
                fault("a past expiry", "/expires_in", m -> m.put("expires_in", "PT-1H")),
                fault("an expiry of nothing", "/expires_in", m -> m.put("expires_in", "PT0S")),
                fault("a duration that is none", "/expires_in", m -> m.put("expires_in", "1 day")),
                fault("a time without a zone", "/send_at", m -> m.put("send_at", "2030-01-01T00:00:00")),
                fault("a time too far ahead", "/send_at", m -> m.put("send_at", "2099-01-01T00:00:00Z")),
                fault(
                        "a time so far back that it has expired",
                        "/send_at",
                        m -> m.put("send_at", "2020-01-01T00:00:00Z")),
                fault(
                        "an attachment that is not base64",
                        "/attachments/0/content",
                        m -> attach(m).put("content", "?")),
                fault(
                        "a file name that is a path",
                        "/attachments/0/filename",
                        m -> attach(m).put("filename", "../a")),
                fault(
                        "a media type that is none",
                        "/attachments/0/content_type",
                        m -> attach(m).put("content_type", "pdf")),
                fault("variables nested too deep", "/variables/a/b/c/d/e/f/g/h", m -> deep(m)),
                fault("unpaired surrogate", "/text", m -> m.put("text", "\ud800 {{first_name}}")),
                fault(
                        "tags that are numbers",
                        "/tags/team",
                        m -> m.putObject("tags").put("team", 3)));
    }

    private static Arguments fault(String name, String pointer, Consumer<ObjectNode> spoil) {
        ObjectNode message = Api.message(1);
        spoil.accept(message);
        return Arguments.of(name, pointer, message);
    }

    private static ObjectNode first(ObjectNode message) {
        return (ObjectNode) message.get("to").get(0);
    }

    private static ObjectNode attach(ObjectNode message) {
        return message.putArray("attachments")
                .addObject()
                .put("filename", "a.pdf")
                .put("content_type", "application/pdf")
                .put("content", "aGVsbG8=");
    }

    private static void deep(ObjectNode message) {
        ObjectNode at = message.putObject("variables");
        for (String level : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
            at = at.putObject(level);
        }
        at.put("i", 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void isRefusedWithItsPlaceAndWritesNoRow(String name, String pointer, ObjectNode message) throws Exception {
        long before = Books.rows();
        // Escaped, since a lone surrogate cannot be sent otherwise.
        String body = JSON.writeValueAsString(message);
        Api.Answer answer = Api.post("/v1/messages", body);
        assertEquals(422, answer.status(), () -> name + ": " + answer.body());
        assertEquals("application/problem+json", answer.header("Content-Type"));
        List<String> pointers = answer.body().get("errors").findValuesAsText("pointer");
        assertEquals(List.of(pointer), pointers, () -> name + ": " + answer.body());
        assertEquals(before, Books.rows());
    }

    @Test
    void allFaultsAreToldAtOnce() {
        ObjectNode message = Api.message(2);
        message.remove("subject");
        message.put("lane", "express");
        first(message).put("email", "ann");
        List<String> pointers = Api.post("/v1/messages", message.toString())
                .body()
                .get("errors")
                .findValuesAsText("pointer");
        assertEquals(List.of("/subject", "/lane", "/to/0/email"), pointers);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNotJsonIsRefusedWithLineAndColumn(String body, String detail) {
        long before = Books.rows();
        Api.Answer answer = Api.post("/v1/messages", body);
        assertEquals(400, answer.status());
        String told = answer.body().get("detail").asText();
        assertTrue(told.startsWith(detail), told);
        assertEquals(before, Books.rows());
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("", "The body is empty"),
                Arguments.of("{\"to\":\n[}", "Line 2, column 2: "),
                Arguments.of("{\"a\":1,\n \"a\":2}", "Line 2, column 5: Duplicate field 'a'"),
                Arguments.of("{} {}", "Line 1, column 4: "),
                Arguments.of(
                        "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}",
                        "Document nesting depth (33) exceeds the maximum allowed (32)"));
    }

    @Test
    void whatTheParserSaysOfItselfIsLeftOut() {
        for (String body : List.of("{\"a\":", "[".repeat(100), "{\"a\":" + "1".repeat(200) + "}")) {
            String told = Api.post("/v1/messages", body).body().get("detail").asText();
            assertFalse(told.contains("`") || told.contains("[Source"), told);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/dead-letters?colour=red         | colour    | is not a parameter of this call, which takes cursor, limit, state
            /v1/dead-letters?stat=waiting       | stat      | is not a parameter of this call; did you mean `state`?
            /v1/dead-letters?state=             | state     | is empty; give a value, or leave it out
            /v1/dead-letters?limit=1&limit=2    | limit     | is given 2 times; give it once
            /v1/dead-letters?state=dead         | state     | must be waiting, replayed or discarded
            /v1/routes?limit=1                  | limit     | is not a parameter of this call, which takes none
            /v1/messages?cursor=x               | cursor    | give the next_cursor of the previous page, unchanged
            /v1/messages?recipient=ann          | recipient | give a whole address, such as ann@mail.example
            """)
    void aFaultyQueryParameterIsRefusedByItsName(String path, String parameter, String detail) {
        Api.Answer answer = Api.get(path);
        assertEquals(422, answer.status());
        JsonNode errors = answer.body().get("errors");
        assertEquals(1, errors.size(), errors::toString);
        assertEquals(parameter, errors.get(0).get("parameter").asText());
        assertEquals(detail, errors.get(0).get("detail").asText());
        assertFalse(errors.get(0).has("pointer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/messages",
                "/v1/messages/0192f0c1-7a3b-7c4d-8e5f-6a7b8c9d0e1f/deliveries",
                "/v1/messages/0192f0c1-7a3b-7c4d-8e5f-6a7b8c9d0e1f/events",
                "/v1/suppressions",
                "/v1/suppressions/removals",
                "/v1/dead-letters"
            })
    void allFaultsOfTheParametersAreReportedAtOnce(String path) {
        Api.Answer answer = Api.get(path + "?limit=0&cursor=x&limits=1&stat=&surprise=1");
        assertEquals(422, answer.status());
        assertEquals(
                Set.of("limit", "cursor", "limits", "stat", "surprise"),
                Set.copyOf(answer.body().get("errors").findValuesAsText("parameter")));
    }

    @Test
    void refillWithAnUnknownParameterDoesNothing() {
        Api.Answer answer = Api.post("/v1/refill?published_before=2026-01-01T00:00:00Z&limits=1&limit=x", "");
        assertEquals(422, answer.status());
        assertEquals(
                Set.of("limits", "limit"),
                Set.copyOf(answer.body().get("errors").findValuesAsText("parameter")));
    }

    @Test
    void whoWantsNoJsonIsToldThatThereIsNothingElse() {
        Api.Answer answer = Api.send(
                Api.request("/v1/routes").header("Accept", "text/html").GET().build());
        assertEquals(406, answer.status());
        assertTrue(answer.body().get("detail").asText().contains("Accept: application/json"));
    }

    @Test
    void aBodyOf30MegabytesIsRefused() {
        // A client that reads no answer before it has sent all.
        Api.Answer answer = Api.post("/v1/messages", " ".repeat(30 << 20));
        assertEquals(413, answer.status());
        assertEquals(
                "urn:postrider:problem:too-large", answer.body().get("type").asText());
    }

    @Test
    void anotherContentTypeIsRefused() {
        Api.Answer answer = Api.send(Api.request("/v1/messages")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(Api.message(1).toString()))
                .build());
        assertEquals(415, answer.status());
    }

    @Test
    void compressedBodyIsRefused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(Api.message(1).toString().getBytes(StandardCharsets.UTF_8));
        }
        for (String path : List.of("/v1/messages", "/v1/messages/batch", "/v1/refill")) {
            for (String coding : List.of("gzip", "GZIP", "deflate", "br", "identity, gzip", "x")) {
                Api.Answer answer = Api.send(Api.request(path)
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", coding)
                        .POST(BodyPublishers.ofByteArray(packed.toByteArray()))
                        .build());
                assertEquals(415, answer.status(), path + " " + coding);
                assertEquals(
                        "urn:postrider:problem:unsupported-content-encoding",
                        answer.body().get("type").asText());
                assertEquals("identity", answer.header("Accept-Encoding"));
            }
        }
    }

    @Test
    void identityIsNoCompression() {
        Api.Answer answer = Api.post("/v1/messages", Api.message(1).toString(), "Content-Encoding", "Identity");
        assertEquals(202, answer.status());
    }

    @Test
    void aCallWithoutTheKeyIsRefused() {
        for (String key : List.of("", "Bearer wrong", "Basic " + Neighbours.API_KEY)) {
            Api.Answer answer = Api.send(Api.unsigned("/v1/messages")
                    .header("Authorization", key)
                    .POST(BodyPublishers.ofString(Api.message(1).toString()))
                    .build());
            assertEquals(401, answer.status(), key);
            assertNotNull(answer.header("WWW-Authenticate"));
        }
    }

    @Test
    void unknownPathsAndMethodsGetProblemDocumentsToo() {
        assertEquals(404, Api.get("/v1/nothing").status());
        Api.Answer answer = Api.send(Api.request("/v1/messages").DELETE().build());
        assertEquals(405, answer.status());
        assertEquals("GET, POST", answer.header("Allow"));
        JsonNode problem = answer.body();
        assertEquals(
                "urn:postrider:problem:method-not-allowed", problem.get("type").asText());
    }
}
