package io.postrider.ingest.intake.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Neighbours;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send by mistake: exports of spreadsheets, files with marks at their start, other character sets. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class OddInputTest {

    private static ObjectNode first(ObjectNode message) {
        return (ObjectNode) message.get("to").get(0);
    }

    /** A domain is the same in any case; so are two addresses that differ in case alone, to everybody but their server. */
    @Test
    void sameAddressInAnotherCaseIsOneRecipient() {
        ObjectNode message = Api.message(2);
        first(message).put("email", "dup@mail.example");
        ((ObjectNode) message.get("to").get(1)).put("email", "Dup@MAIL.example");

        Api.Answer refused = Api.post("/v1/messages", message.toString());
        assertEquals(422, refused.status());
        JsonNode fault = refused.body().get("errors").get(0);
        assertEquals("/to/1/email", fault.get("pointer").asText());
        assertTrue(fault.get("detail").asText().contains("twice"), fault::toString);

        Api.Answer partial =
                Api.post("/v1/messages", message.put("partial", true).toString());
        assertEquals(202, partial.status());
        assertEquals(1, partial.body().get("accepted").asInt());
        assertEquals(1, partial.body().get("rejected").get(0).get("index").asInt());
    }

    /** PostgreSQL takes no NUL in a text. Where one cannot be mailed the message is refused, and it is never a failure of ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/to/0/variables/first_name",
                "/variables/x",
                "/subject",
                "/text",
                "/html",
                "/tags/a",
                "/to/0/name"
            })
    void nulIsMailedOrRefused(String pointer) {
        ObjectNode message = Api.message(1);
        String nul = "a\u0000b {{first_name}}";
        switch (pointer) {
            case "/to/0/variables/first_name" ->
                first(message).withObject("/variables").put("first_name", "a\u0000b");
            case "/variables/x" -> message.putObject("variables").put("x", "a\u0000b");
            case "/tags/a" -> message.putObject("tags").put("a", "a\u0000b");
            case "/to/0/name" -> first(message).put("name", "a\u0000b");
            default -> message.put(pointer.substring(1), nul);
        }
        Api.Answer answer = Api.post("/v1/messages", message.toString());
        assertTrue(answer.status() == 202 || answer.status() == 422, answer::toString);
        if (answer.status() == 422) {
            assertEquals(
                    pointer, answer.body().get("errors").get(0).get("pointer").asText());
        }
    }

    /** RFC 8259, 8.1: a mark may be ignored. */
    @Test
    void byteOrderMarkIsIgnored() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
        body.write(Api.message(1).toString().getBytes(StandardCharsets.UTF_8));
        assertEquals(202, post(body.toByteArray()).status());
    }

    @Test
    void otherCharacterSetsAreRefused() {
        byte[] latin =
                Api.message(1).put("subject", "Gr\u00fc\u00dfe").toString().getBytes(StandardCharsets.ISO_8859_1);
        Api.Answer answer = post(latin);
        assertEquals(400, answer.status());
        assertEquals("application/problem+json", answer.header("Content-Type"));
    }

    private static Api.Answer post(byte[] body) {
        return Api.send(Api.request("/v1/messages")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }
}
