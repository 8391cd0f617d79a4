package io.postrider.ingest.control.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class StatusTest {

    @Test
    void countsAddUpToTheRecipients() {
        String id = accepted(10);
        settle(id, 0, 2, 10);
        settle(id, 3, 3, 11);
        JsonNode status = Api.get("/v1/messages/" + id).body();
        assertEquals("sending", status.get("state").asText());
        assertEquals("standard", status.get("lane").asText());
        assertEquals(10, status.get("recipients").asInt());
        assertEquals(3, status.get("counts").get("delivered").asInt());
        assertEquals(1, status.get("counts").get("bounced").asInt());
        assertEquals(6, status.get("counts").get("queued").asInt());
        settle(id, 4, 9, 10);
        assertEquals("done", Api.get("/v1/messages/" + id).body().get("state").asText());
    }

    @Test
    void deliveriesArePagedInOrder() {
        String id = accepted(25);
        List<Integer> ordinals = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        while (cursor != null) {
            JsonNode page = Api.get("/v1/messages/%s/deliveries?limit=10%s".formatted(id, cursor))
                    .body();
            page.get("deliveries")
                    .forEach(delivery -> ordinals.add(delivery.get("ordinal").asInt()));
            cursor = page.get("next_cursor").isNull()
                    ? null
                    : "&cursor=" + page.get("next_cursor").asText();
            pages++;
        }
        assertEquals(3, pages);
        assertEquals(IntStream.range(0, 25).boxed().toList(), ordinals);
    }

    @Test
    void deliveriesAreFilteredByState() {
        String id = accepted(25);
        settle(id, 20, 21, 11);
        JsonNode page = Api.get("/v1/messages/%s/deliveries?state=bounced".formatted(id))
                .body();
        assertEquals(2, page.get("deliveries").size());
        assertEquals(
                "person20@mail.example",
                page.get("deliveries").get(0).get("email").asText());
        assertTrue(page.get("next_cursor").isNull());
    }

    @Test
    void aRareStateInALargeMessageIsFoundOverSeveralBoundedPages() {
        String id = accepted(1);
        Books.change(
                "with larger as (update message set recipients = 45000 where id = ? returning id)"
                        + " insert into delivery (message_id, ordinal, updated_at, email, state)"
                        + " select id, i, now(), 'p' || i || '@mail.example', case when i = 44999 then 11 else 10 end"
                        + " from larger, generate_series(1, 44999) i",
                UUID.fromString(id));
        String path = "/v1/messages/%s/deliveries?state=bounced".formatted(id);
        JsonNode first = Api.get(path).body();
        assertEquals(0, first.get("deliveries").size());
        JsonNode second =
                Api.get(path + "&cursor=" + first.get("next_cursor").asText()).body();
        JsonNode third =
                Api.get(path + "&cursor=" + second.get("next_cursor").asText()).body();
        assertEquals(44_999, third.get("deliveries").get(0).get("ordinal").asInt());
        assertTrue(third.get("next_cursor").isNull());
    }

    @Test
    void eventsArePagedAndNameTheRecipient() {
        String id = accepted(3);
        settle(id, 0, 2, 10);
        JsonNode first = Api.get("/v1/messages/%s/events?limit=2".formatted(id)).body();
        assertEquals(2, first.get("events").size());
        JsonNode event = first.get("events").get(0);
        assertEquals("delivered", event.get("type").asText());
        assertEquals("2.0.0", event.get("enhanced_code").asText());
        assertEquals(250, event.get("code").asInt());
        assertEquals("person0@mail.example", event.get("email").asText());
        String cursor = first.get("next_cursor").asText();
        JsonNode second = Api.get("/v1/messages/%s/events?cursor=%s".formatted(id, cursor))
                .body();
        assertEquals(1, second.get("events").size());
        assertEquals(2, second.get("events").get(0).get("ordinal").asInt());
    }

    @Test
    void kindOfEachDeliveryIsShown() {
        ObjectNode message = Api.message(1);
        message.putArray("cc")
                .addObject()
                .put("email", "ben-of-kinds@mail.example")
                .put("name", "Ben");
        message.putArray("bcc").addObject().put("email", "carl-of-kinds@mail.example");
        String id = Api.post("/v1/messages", message.toString()).id();
        List<String> kinds = new ArrayList<>();
        Api.get("/v1/messages/" + id + "/deliveries")
                .body()
                .get("deliveries")
                .forEach(delivery -> kinds.add(delivery.get("kind").asText()));
        assertEquals(List.of("to", "cc", "bcc"), kinds);
        JsonNode status = Api.get("/v1/messages/" + id).body();
        assertEquals(3, status.get("recipients").asInt());
        assertEquals("person0@mail.example", status.get("to").get("email").asText());
        assertEquals(
                "[{\"email\":\"ben-of-kinds@mail.example\",\"name\":\"Ben\"}]",
                status.get("cc").toString());
        JsonNode found =
                Api.get("/v1/messages?recipient=carl-of-kinds@mail.example").body();
        assertEquals(
                "bcc", found.get("messages").get(0).get("delivery").get("kind").asText());
    }

    @Test
    void deliveriesOfSeparateMailsAreToEach() {
        String id = accepted(2);
        Api.get("/v1/messages/" + id + "/deliveries")
                .body()
                .get("deliveries")
                .forEach(delivery -> assertEquals("to", delivery.get("kind").asText()));
        assertTrue(Api.get("/v1/messages/" + id).body().path("cc").isMissingNode());
    }

    @Test
    void unknownMessageIs404() {
        assertEquals(404, Api.get("/v1/messages/" + UUID.randomUUID()).status());
        assertEquals(404, Api.get("/v1/messages/nonsense").status());
        assertEquals(
                404, Api.get("/v1/messages/" + UUID.randomUUID() + "/events").status());
    }

    @Test
    void badCursorStateAndLimitAre422() {
        String deliveries = "/v1/messages/" + accepted(1) + "/deliveries";
        String foreign = Api.get(deliveries.replace("deliveries", "events"))
                .body()
                .path("next_cursor")
                .asText();
        for (String query : List.of("cursor=x", "cursor=" + foreign, "state=lost", "limit=0", "limit=501", "limit=x")) {
            assertEquals(422, Api.get(deliveries + "?" + query).status(), query);
        }
    }

    private static String accepted(int recipients) {
        return Api.post("/v1/messages", Api.message(recipients).toString()).id();
    }

    /** What a sender would have written, with its events. */
    private static void settle(String id, int from, int to, int state) {
        UUID message = UUID.fromString(id);
        Books.change(
                "update delivery set state = ?::smallint, attempts = 1, code = 250 where message_id = ? and ordinal between ? and ?",
                state,
                message,
                from,
                to);
        Books.change(
                "insert into delivery_event (message_id, ordinal, type, attempt, at, route, code, enhanced_code, reply)"
                        + " select message_id, ordinal, state, 1, now(), 'capture', 250, '2.0.0', 'ok' from delivery"
                        + " where message_id = ? and ordinal between ? and ? order by ordinal",
                message,
                from,
                to);
    }
}
