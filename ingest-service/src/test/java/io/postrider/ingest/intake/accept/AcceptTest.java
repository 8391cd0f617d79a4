package io.postrider.ingest.intake.accept;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.Submitted;
import io.postrider.mail.Batch;
import io.postrider.mail.Limits;
import io.postrider.mail.Recipient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class AcceptTest {
    @Test
    void acceptedMessageIsInTheBooksAndOnTheBroker() {
        Api.Answer answer = Api.post(
                "/v1/messages",
                Api.message(1).put("lane", "transactional").put("priority", 7).toString());
        assertEquals(202, answer.status());
        assertEquals(1, answer.body().get("accepted").asInt());
        assertEquals("/v1/messages/" + answer.id(), answer.header("Location"));
        UUID id = UUID.fromString(answer.id());
        assertEquals(7, id.version());
        assertEquals(
                1, Books.count("select count(*) from message join content on claim_check = content where id = ?", id));
        assertEquals(1, Books.count("select count(*) from delivery where message_id = ? and state = 1", id));

        await().until(() -> Submitted.of(answer.id()).size() == 1);
        Batch batch = Submitted.of(answer.id()).get(0);
        assertEquals(7, batch.message().priority());
        assertEquals("person0@mail.example", batch.recipients().get(0).email());
        assertEquals("Person 0", batch.recipients().get(0).variables().get("first_name"));
        await().until(() ->
                Books.count("select count(*) from outbox_batch where message_id = ? and published_at is not null", id)
                        == 1);
    }

    @Test
    void aThousandRecipientsBecomeTwoBatchesWithoutOverlap() {
        Api.Answer answer =
                Api.post("/v1/messages", Api.message(1_000).put("lane", "bulk").toString());
        assertEquals(1_000, answer.body().get("accepted").asInt());
        await().until(() -> Submitted.of(answer.id()).size() == 2);
        int[] ordinals = Submitted.of(answer.id()).stream()
                .flatMap(batch -> batch.recipients().stream())
                .mapToInt(Recipient::ordinal)
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, 1_000).toArray(), ordinals);
    }

    @Test
    void recipientsWithLargeVariablesAreCutIntoSmallerBatches() {
        ObjectNode message = Api.message(100);
        message.get("to")
                .forEach(recipient -> ((ObjectNode) recipient.get("variables")).put("story", "x".repeat(30_000)));
        Api.Answer answer = Api.post("/v1/messages", message.toString());
        assertEquals(202, answer.status());
        await().until(() -> Submitted.of(answer.id()).stream()
                        .mapToInt(batch -> batch.recipients().size())
                        .sum()
                == 100);
        assertEquals(
                0,
                Books.count(
                        "select count(*) from outbox_batch where message_id = ? and octet_length(body) > ?",
                        UUID.fromString(answer.id()),
                        Limits.BATCH_BYTES));
        assertTrue(Submitted.of(answer.id()).size() > 1);
    }

    @Test
    void manyConcurrentRequestsShareTransactionsAndAreAllThere() {
        // On a starved machine the very first transaction may take so long that others are not let in behind it.
        Api.post("/v1/messages", Api.message(1).toString());
        List<CompletableFuture<Api.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            calls.add(Api.postLater("/v1/messages", Api.message(2).toString()));
        }
        Set<String> ids = new HashSet<>();
        for (CompletableFuture<Api.Answer> call : calls) {
            assertEquals(202, call.join().status(), () -> call.join().body().toString());
            ids.add(call.join().id());
        }
        assertEquals(300, ids.size());
        await().until(() -> ids.stream().allMatch(id -> Submitted.of(id).size() == 1));
    }

    @Test
    void partialRequestLeavesOutTheBadRecipientsAndListsThem() {
        ObjectNode message = Api.message(3).put("partial", true);
        ((ObjectNode) message.get("to").get(0)).put("email", "nobody");
        ((ObjectNode) message.get("to").get(2)).remove("variables");
        Api.Answer answer = Api.post("/v1/messages", message.toString());
        assertEquals(202, answer.status());
        assertEquals(1, answer.body().get("accepted").asInt());
        JsonNode rejected = answer.body().get("rejected");
        assertEquals(0, rejected.get(0).get("index").asInt());
        assertEquals("nobody", rejected.get(0).get("email").asText());
        assertEquals(2, rejected.get(1).get("index").asInt());
        assertTrue(rejected.get(1).get("reason").asText().startsWith("variables/first_name"), rejected.toString());
        assertEquals(
                1, Books.count("select count(*) from delivery where message_id = ?", UUID.fromString(answer.id())));
    }

    @Test
    void batchIsAnsweredItemByItem() {
        ObjectNode body = Api.JSON.createObjectNode();
        ArrayNode messages = body.putArray("messages");
        messages.add(Api.message(2));
        messages.add(Api.message(1).put("lane", "express"));
        messages.add(Api.message(1).put("lane", "bulk"));
        Api.Answer answer = Api.post("/v1/messages/batch", body.toString());
        assertEquals(202, answer.status());
        assertNull(answer.header("Location"));
        assertEquals(2, answer.body().get("accepted").asInt());
        assertEquals(1, answer.body().get("refused").asInt());
        JsonNode results = answer.body().get("results");
        assertEquals(202, results.get(0).get("status").asInt());
        assertEquals(422, results.get(1).get("status").asInt());
        assertEquals(
                "/messages/1/lane",
                results.get(1).get("errors").get(0).get("pointer").asText());
        for (int item : new int[] {0, 2}) {
            String id = results.get(item).get("id").asText();
            await().until(() -> Submitted.of(id).size() == 1);
        }
    }

    @Test
    void internationalisedAddressForRepliesGoesWithSuchASender() {
        ObjectNode message = Api.message(1);
        message.putObject("from").put("email", "jürgen@shop.example");
        message.putArray("reply_to").addObject().put("email", "jürgen@mail.example");
        assertEquals(202, Api.post("/v1/messages", message.toString()).status());
    }

    @Test
    void batchOfTooManyMessagesIsRefusedWhole() {
        ObjectNode body = Api.JSON.createObjectNode();
        ArrayNode messages = body.putArray("messages");
        for (int i = 0; i < 501; i++) {
            messages.add(Api.message(1));
        }
        long before = Books.rows();
        assertEquals(422, Api.post("/v1/messages/batch", body.toString()).status());
        assertEquals(before, Books.rows());
    }
}
