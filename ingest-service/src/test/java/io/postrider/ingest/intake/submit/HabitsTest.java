package io.postrider.ingest.intake.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Neighbours;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people send from habit is taken, and comes back in one form. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class HabitsTest {
    private final String address = UUID.randomUUID() + "@mail.example";

    private static ObjectNode message() {
        return Api.JSON.createObjectNode().put("subject", "Hello").put("text", "Hi");
    }

    private ObjectNode toOne() {
        return message().put("from", "news@shop.example").put("to", address);
    }

    private static JsonNode accepted(JsonNode message, int recipients) {
        Api.Answer answer = Api.post("/v1/messages", message.toString());
        assertEquals(202, answer.status(), () -> answer.body().toString());
        assertEquals(recipients, answer.body().get("accepted").asInt());
        return Api.get("/v1/messages/" + answer.id()).body();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "news@shop.example"                           | {"email":"news@shop.example"}
            "Shop <news@shop.example>"                    | {"email":"news@shop.example","name":"Shop"}
            "\\"Shop, Ltd.\\" <news@Shop.Example>"        | {"email":"news@shop.example","name":"Shop, Ltd."}
            {"email":"news@shop.example","name":"Shop"}   | {"email":"news@shop.example","name":"Shop"}
            ["Shop <news@shop.example>"]                  | {"email":"news@shop.example","name":"Shop"}
            [{"email":"news@shop.example"}]               | {"email":"news@shop.example"}
            """)
    void senderIsTakenAsPeopleWriteIt(String from, String stored) throws Exception {
        ObjectNode message = toOne();
        message.set("from", Api.JSON.readTree(from));
        assertEquals(stored, accepted(message, 1).get("from").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"%s\"",
                "\" Ann <%s> \"",
                "{\"email\":\" %s \"}",
                "[\"%s\"]",
                "[\"Ann <%s>\"]",
                "[{\"email\":\"%s\",\"name\":\"Ann\"}]"
            })
    void recipientIsTakenAsPeopleWriteIt(String to) throws Exception {
        ObjectNode message = toOne();
        message.set("to", Api.JSON.readTree(to.formatted(address)));
        message.set("reply_to", Api.JSON.readTree(to.formatted(address)));
        String id = accepted(message, 1).get("id").asText();
        JsonNode deliveries =
                Api.get("/v1/messages/" + id + "/deliveries").body().get("deliveries");
        assertEquals(List.of(address), deliveries.findValuesAsText("email"));
    }

    @Test
    void copiesAreTakenAsPeopleWriteThem() {
        ObjectNode message = toOne().put("cc", "Bob <bob@mail.example>");
        message.putArray("bcc").add("carl@mail.example").addObject().put("email", "dora@mail.example");
        String id = accepted(message, 4).get("id").asText();
        assertEquals(
                List.of(address, "bob@mail.example", "carl@mail.example", "dora@mail.example"),
                Api.get("/v1/messages/" + id + "/deliveries")
                        .body()
                        .get("deliveries")
                        .findValuesAsText("email"));
        Api.Answer refused = Api.post("/v1/messages", message.put("cc", "Bob").toString());
        assertEquals(List.of("/cc"), refused.body().get("errors").findValuesAsText("pointer"));
    }

    @Test
    void recipientsOfAllFormsMayBeMixedAndEachHasItsPlace() {
        ObjectNode message = toOne();
        message.putArray("to")
                .add("a@mail.example")
                .add("B <b@mail.example>")
                .add("A <a@MAIL.example>")
                .add(1)
                .addObject()
                .put("email", "c@mail.example");
        Api.Answer refused = Api.post("/v1/messages", message.toString());
        assertEquals(List.of("/to/2", "/to/3"), refused.body().get("errors").findValuesAsText("pointer"));
        Api.Answer partial =
                Api.post("/v1/messages", message.put("partial", true).toString());
        assertEquals(3, partial.body().get("accepted").asInt());
        assertEquals(
                "[{\"index\":2,\"email\":\"A <a@MAIL.example>\",\"reason\":\"appears twice; each recipient gets one copy\"},"
                        + "{\"index\":3,\"email\":null,\"reason\":\"is a number; give an address as a string or an object\"}]",
                partial.body().get("rejected").toString());
    }

    @Test
    void variablesOfAStringAreThoseOfTheMessage() {
        ObjectNode message = toOne().put("text", "Hi {{name}}, {{email}}");
        Api.Answer refused = Api.post("/v1/messages", message.toString());
        assertEquals(List.of("/to/variables/name"), refused.body().get("errors").findValuesAsText("pointer"));
        message.putObject("variables").put("name", "you");
        accepted(message, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z", "+00:00", "+01:00", "-09:30", "+0545", "+14"})
    void timeWithAnyOffsetIsStoredInUtc(String offset) {
        Instant due = Instant.now().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
        String local = due.atOffset(ZoneOffset.of(offset)).toLocalDateTime().truncatedTo(ChronoUnit.SECONDS) + ":00";
        String given = local.substring(0, "2030-12-01T09:00:00".length()) + offset;
        Instant stored = Instant.parse(
                accepted(toOne().put("send_at", given), 1).get("send_at").asText());
        assertTrue(Duration.between(stored, due).abs().compareTo(Duration.ofMinutes(1)) <= 0, given + " " + stored);
    }

    @Test
    void numberOrTimeWithoutAnOffsetIsAnsweredWithTheRightForm() {
        for (ObjectNode message :
                List.of(toOne().put("send_at", 1_922_345_678), toOne().put("send_at", "2030-12-01T09:00:00"))) {
            JsonNode errors =
                    Api.post("/v1/messages", message.toString()).body().get("errors");
            assertEquals(List.of("/send_at"), errors.findValuesAsText("pointer"));
            assertTrue(errors.get(0).get("detail").asText().contains("2030-12-01T10:00:00+01:00"), errors::toString);
        }
    }

    @Test
    void fileMayBeWrappedAsBase64ToolsDo() {
        ObjectNode message = toOne();
        message.putArray("attachments")
                .addObject()
                .put("filename", "a.txt")
                .put("content", "aGVsbG8g\nd29ybGQg\r\naGVsbG8=\n");
        accepted(message, 1);
    }

    @Test
    void bareListIsABatch() {
        ObjectNode bad = toOne();
        bad.remove("subject");
        String body = Api.JSON.createArrayNode().add(toOne()).add(bad).add(1).toString();
        Api.Answer answer = Api.post("/v1/messages/batch", body);
        assertEquals(202, answer.status());
        assertEquals(1, answer.body().get("accepted").asInt());
        assertEquals(2, answer.body().get("refused").asInt());
        assertEquals(List.of("/1/subject", "/2"), answer.body().get("results").findValuesAsText("pointer"));
        Api.Answer empty = Api.post("/v1/messages/batch", "[]");
        assertEquals(List.of(""), empty.body().get("errors").findValuesAsText("pointer"));
        Api.Answer single = Api.post("/v1/messages/batch", toOne().toString());
        assertTrue(single.body().toString().contains("send a single message to /v1/messages"), single::toString);
    }

    @Test
    void keyThatIsNoneIsRefusedByItsField() {
        Api.Answer answer = Api.post("/v1/messages", toOne().toString(), "Idempotency-Key", "x".repeat(257));
        assertEquals(422, answer.status());
        assertEquals(
                "Idempotency-Key",
                answer.body().get("errors").get(0).get("header").asText());
    }

    @Test
    void formIsAnsweredWithTheRightType() {
        Api.Answer answer =
                Api.post("/v1/messages", "from=a@b.example", "Content-Type", "application/x-www-form-urlencoded");
        assertEquals(415, answer.status());
        assertTrue(answer.body().get("detail").asText().contains("application/json"));
    }
}
