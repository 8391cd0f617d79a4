package io.postrider.ingest.control.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class SearchTest {
    private final String unique = UUID.randomUUID().toString();
    private final String address = unique + "@mail.example";

    @Test
    void whatWasSentComesBack() {
        Instant sendAt = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
        ObjectNode message = message();
        message.put("campaign", unique).put("send_at", sendAt.toString());
        message.putObject("tags").put("order", unique).put("shop", "a:b");
        String id = accepted(message);
        for (JsonNode back : List.of(
                Api.get("/v1/messages/" + id).body(), only("recipient=" + address), only("campaign=" + unique))) {
            assertEquals(id, back.get("id").asText());
            assertEquals(
                    "{\"email\":\"news@shop.example\",\"name\":\"Shop\"}",
                    back.get("from").toString());
            assertEquals("Hello {{first_name}}", back.get("subject").asText());
            assertEquals(message.get("tags"), back.get("tags"));
            assertEquals(unique, back.get("campaign").asText());
            assertEquals(sendAt.toString(), back.get("send_at").asText());
            assertEquals("standard", back.get("lane").asText());
            assertEquals(1, back.get("recipients").asInt());
        }
        assertNull(Api.get("/v1/messages/" + accepted(message())).body().get("tags"));
    }

    @Test
    void aRecipientIsFoundInAnyCaseTheNewestMessageFirst() {
        List<String> ids =
                IntStream.range(0, 5).mapToObj(i -> accepted(message())).toList();
        accepted(Api.message(1));
        List<String> newest = new ArrayList<>(ids);
        Collections.reverse(newest);
        assertEquals(newest, ids("recipient=" + address.toUpperCase(Locale.ROOT), 2));
        assertEquals(List.of(), ids("recipient=x" + address, 2));
    }

    @Test
    void aHitHasTheDeliveryOfTheRecipientAndIsFilteredByItsState() {
        accepted(message());
        String bounced = accepted(message());
        Books.change(
                "update delivery set state = 11, attempts = 1, code = 550, enhanced_code = '5.1.1' where message_id = ?",
                UUID.fromString(bounced));
        JsonNode hit = only("state=bounced&recipient=" + address);
        assertEquals(bounced, hit.get("id").asText());
        assertEquals("bounced", hit.at("/delivery/state").asText());
        assertEquals("5.1.1", hit.at("/delivery/enhanced_code").asText());
        assertEquals(address, hit.at("/delivery/email").asText());
        assertEquals(1, ids("state=queued&recipient=" + address, 10).size());
    }

    @Test
    void twoWaysToWriteACharacterAreOne() {
        String composed = "ann\u00e9-" + unique + "@mail.example";
        ObjectNode message = Api.message(1);
        ((ObjectNode) message.at("/to/0")).put("email", composed);
        String id = accepted(message);
        assertEquals(List.of(id), ids("recipient=anne%CC%81-" + unique + "@mail.example", 10));
    }

    @Test
    void tagsAndCampaignsAreFound() {
        ObjectNode tagged = Api.message(1);
        tagged.putObject("tags").put("order", unique).put("a:b", "c");
        String id = accepted(tagged);
        ObjectNode inCampaign = Api.message(1).put("campaign", unique);
        inCampaign.putObject("tags").put("order", unique);
        String other = accepted(inCampaign);
        assertEquals(List.of(other, id), ids("tag=order:" + unique, 1));
        assertEquals(List.of(other), ids("campaign=" + unique, 10));
        assertEquals(List.of(other), ids("campaign=" + unique + "&tag=order:" + unique, 10));
        assertEquals(id, ids("tag=a:b:c", 10).get(0));
        assertEquals(List.of(), ids("tag=order:x" + unique, 10));
        assertEquals(List.of(), ids("campaign=x" + unique, 10));
    }

    @Test
    void messagesOfABatchCallAreFoundByTheirTags() {
        ObjectNode body = Api.JSON.createObjectNode();
        ArrayNode messages = body.putArray("messages");
        for (int i = 0; i < 3; i++) {
            messages.add(Api.message(1));
            ((ObjectNode) messages.get(i)).putObject("tags").put("order", i < 2 ? unique : "another");
        }
        JsonNode results =
                Api.post("/v1/messages/batch", body.toString()).body().get("results");
        assertEquals(
                List.of(results.at("/1/id").asText(), results.at("/0/id").asText()), ids("tag=order:" + unique, 10));
    }

    @Test
    void timesBoundWhatIsFound() {
        String id = accepted(message());
        Instant acceptedAt = Instant.parse(
                Api.get("/v1/messages/" + id).body().get("accepted_at").asText());
        String just = "from=" + acceptedAt + "&to=" + acceptedAt.plusMillis(1);
        assertTrue(ids(just, 500).contains(id));
        assertEquals(List.of(id), ids(just + "&recipient=" + address, 10));
        assertEquals(List.of(), ids("to=" + acceptedAt + "&recipient=" + address, 10));
        assertEquals(List.of(), ids("from=" + acceptedAt.plusMillis(1) + "&recipient=" + address, 10));
        assertEquals(List.of(id), ids("from=2020-01-01T00:00:00+01:00&recipient=" + address, 10));
    }

    @Test
    void aRareCombinationIsFoundOverSeveralBoundedPages() {
        Books.change(
                "insert into message (id, content, from_email, lane, priority, recipients, campaign, tags, accepted_at, expires_at)"
                        + " select first_id_of(now() - interval '1 day' + n * interval '1 ms'), '', 'news@shop.example', 2, 4, 1, ?,"
                        + " case when n = 1 then '{\"rare\": \"yes\"}'::jsonb end, now() - interval '1 day', now()"
                        + " from generate_series(1, 4500) n",
                unique);
        JsonNode page = Api.get("/v1/messages?tag=rare:yes&campaign=" + unique).body();
        assertEquals(0, page.get("messages").size(), "the tag's index does not have it");
        Books.change("update message set tags = '{\"common\": \"yes\"}' where campaign = ? and tags is null", unique);
        Books.change(
                "insert into message_tag (tag, message_id) select hashtextextended('common:yes', 1), id from message where campaign = ?",
                unique);
        page = Api.get("/v1/messages?tag=common:yes&campaign=x" + unique).body();
        assertEquals(0, page.get("messages").size());
        int pages = 1;
        while (!page.get("next_cursor").isNull()) {
            page = Api.get("/v1/messages?tag=common:yes&campaign=x%s&cursor=%s"
                            .formatted(unique, page.get("next_cursor").asText()))
                    .body();
            pages++;
        }
        assertEquals(3, pages);
        assertEquals(4_499, ids("tag=common:yes&campaign=" + unique, 500).size());
    }

    @Test
    void aSubjectBehindManyLongNamesComesBackToo() {
        ObjectNode message = message();
        ArrayNode replyTo = message.putArray("reply_to");
        IntStream.range(0, 10)
                .forEach(i -> replyTo.addObject()
                        .put("email", "x".repeat(60) + "@" + "y".repeat(60) + ".example")
                        .put("name", "\u00fc".repeat(250)));
        List<String> subjects = IntStream.range(0, 40)
                .mapToObj(i -> "The end of the long head " + i)
                .toList();
        for (String subject : subjects) {
            accepted(message.put("subject", subject));
        }
        List<String> found = new ArrayList<>();
        Api.get("/v1/messages?limit=50&recipient=" + address)
                .body()
                .get("messages")
                .forEach(hit -> found.add(0, hit.get("subject").asText()));
        assertEquals(subjects, found);
    }

    @Test
    void messagesWhoseContentIsGoneAreFound() {
        String id = accepted(message());
        Books.change(
                "delete from content where claim_check = (select content from message where id = ?)",
                UUID.fromString(id));
        JsonNode hit = only("recipient=" + address);
        assertEquals(id, hit.get("id").asText());
        assertFalse(hit.hasNonNull("subject"));
    }

    @Test
    void whatCannotBeSearchedForIsRefused() {
        for (String query : List.of(
                "recipient=x",
                "recipient=@mail.example",
                "recipient=a%00@mail.example",
                "recipient=" + "x".repeat(250) + "@mail.example",
                "tag=x",
                "tag=:x",
                "state=bounced",
                "state=lost&recipient=a@b.example",
                "campaign=" + "x".repeat(129),
                "from=yesterday",
                "from=9999-12-31T00:00:00Z",
                "from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z",
                "subject=x",
                "cursor=x",
                "limit=501")) {
            assertEquals(422, Api.get("/v1/messages?" + query).status(), query);
        }
    }

    private ObjectNode message() {
        ObjectNode message = Api.message(1);
        ((ObjectNode) message.at("/to/0")).put("email", address);
        return message;
    }

    private static String accepted(ObjectNode message) {
        Api.Answer answer = Api.post("/v1/messages", message.toString());
        assertEquals(202, answer.status(), answer.toString());
        return answer.id();
    }

    private static JsonNode only(String query) {
        JsonNode messages = Api.get("/v1/messages?" + query).body().get("messages");
        assertEquals(1, messages.size(), query);
        return messages.get(0);
    }

    /** Over all pages. */
    private static List<String> ids(String query, int limit) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Api.Answer answer = Api.get("/v1/messages?" + query + "&limit=" + limit + cursor);
            assertEquals(200, answer.status(), answer.toString());
            answer.body()
                    .get("messages")
                    .forEach(message -> ids.add(message.get("id").asText()));
            JsonNode next = answer.body().get("next_cursor");
            cursor = next.isNull() ? null : "&cursor=" + next.asText();
        }
        return ids;
    }
}
