package io.postrider.ingest.control.deadletters;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.Submitted;
import io.postrider.local.TestBatches;
import io.postrider.local.TestNeighbours;
import io.postrider.mail.Addresses;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Lane;
import io.postrider.mail.Recipient;
import io.postrider.queue.OutgoingMessage;
import io.postrider.queue.QueueDepth;
import io.postrider.queue.amqp.QueueDepths;
import io.postrider.testing.ExpectedErrors;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@ExpectedErrors({
    "a dead letter of .* is waiting for a decision",
    "dead letters are waiting for a decision, the maximum of"
})
class DeadLettersTest {
    private static final Duration SOON = Patience.LIMIT;
    private static final String LETTERS = "/v1/dead-letters";

    /** Made when the neighbours are there, which is after this class was loaded. */
    private static final class Sender {
        private static final TestBatches BATCHES = new TestBatches("sender");
    }

    @BeforeEach
    @AfterEach
    void forget() {
        Books.change("delete from dead_letter");
    }

    @Test
    void whatIsNoBatchIsShownAsItIsAndCanOnlyBeDiscarded() {
        double before = counted("origin=\"mail.outbound.bulk\",reason=\"undecodable\"");
        byte[] nonsense = {0, 1, (byte) 0xfe};
        JsonNode deadLetter =
                dead(nonsense, Addresses.outbound(Lane.BULK), "undecodable", "the batch cannot be decoded: x");
        assertEquals("mail.outbound.bulk", deadLetter.get("origin").asText());
        assertEquals("undecodable", deadLetter.get("kind").asText());
        assertEquals("the batch cannot be decoded: x", deadLetter.get("reason").asText());
        assertEquals("waiting", deadLetter.get("state").asText());
        assertEquals(1, deadLetter.get("deliveries").asInt());
        assertFalse(deadLetter.has("message") || deadLetter.has("lane") || deadLetter.has("body"));
        JsonNode whole = Api.get(path(deadLetter)).body();
        assertEquals(
                Base64.getEncoder().encodeToString(nonsense), whole.get("body").asText());
        Api.Answer replay = replay(deadLetter);
        assertEquals(409, replay.status());
        assertTrue(
                replay.body().get("type").asText().endsWith(":undecodable"),
                replay.body().toString());
        assertEquals(200, discard(deadLetter).status());
        assertEquals("discarded", Api.get(path(deadLetter)).body().get("state").asText());
        assertEquals(409, discard(deadLetter).status());
        assertEquals(before + 1, counted("origin=\"mail.outbound.bulk\",reason=\"undecodable\""));
    }

    @Test
    void validJsonOfTheWrongShapeIsUndecodable() {
        byte[] wrong = "{\"id\":\"0192f0c1-7a3b-7c4d-8e5f-6a7b8c9d0e1f\",\"recipients\":[{}]}"
                .getBytes(StandardCharsets.UTF_8);
        JsonNode deadLetter = dead(wrong, Addresses.submitted(Lane.STANDARD), "undecodable", "no");
        assertTrue(Api.get(path(deadLetter)).body().has("body"));
        assertEquals(409, replay(deadLetter).status());
    }

    @Test
    void replayedGoesOutOnceMoreForThoseWhoAreNotFinishedAndNeverTwice() {
        Batch batch = accepted(4);
        settle(batch, 0, 10, 1);
        JsonNode deadLetter = dead(batch);
        assertEquals(4, deadLetter.get("recipients").asInt());
        assertEquals(batch.message().id().toString(), deadLetter.get("message").asText());
        JsonNode shown = Api.get(path(deadLetter)).body().get("batch");
        assertEquals(List.of(0, 1, 2, 3), Api.JSON.convertValue(shown.get("ordinals"), List.class));
        assertEquals(batch.id().toString(), shown.get("id").asText());
        Api.Answer answer = replay(deadLetter);
        assertEquals(202, answer.status());
        assertEquals(3, answer.body().get("recipients").asInt());
        Batch again = second(batch);
        assertNotEquals(batch.id(), again.id());
        assertEquals(1, again.attempt());
        assertEquals(List.of(1, 2, 3), ordinals(again));
        assertEquals(
                batch.recipients().get(1).variables(), again.recipients().get(0).variables());
        assertEquals(409, replay(deadLetter).status());
        assertEquals(409, discard(deadLetter).status());
        assertEquals("replayed", Api.get(path(deadLetter)).body().get("state").asText());
        assertEquals(3, Books.count("select recipients from outbox_batch where id = ?", again.id()));
    }

    @Test
    void replayedGoesToTheRouterWhereverItDied() {
        Batch batch = accepted(1);
        Batch routed = batch.routed("gmail", List.of("relay"), batch.recipients(), batch.recipients());
        JsonNode deadLetter =
                dead(BatchCodec.encode(routed), Addresses.outbound(Lane.STANDARD), "failed", "failed 10 deliveries");
        replay(deadLetter);
        Batch again = second(batch);
        assertEquals(List.of(), again.routes());
        assertEquals(null, again.site());
    }

    @Test
    void whoWasRefusedInTheDeadAttemptGoesOnWithTheNextAndWhoIsFurtherIsNotCarried() {
        Batch batch = accepted(3);
        settle(batch, 1, 2, 1);
        settle(batch, 2, 2, 2);
        JsonNode deadLetter = dead(batch);
        assertEquals(2, replay(deadLetter).body().get("recipients").asInt());
        await().until(() -> Submitted.of(batch.message().id().toString()).size() == 3);
        List<Batch> all = Submitted.of(batch.message().id().toString());
        Map<Integer, List<Integer>> byAttempt =
                Map.of(all.get(1).attempt(), ordinals(all.get(1)), all.get(2).attempt(), ordinals(all.get(2)));
        assertEquals(Map.of(1, List.of(0), 2, List.of(1)), byAttempt);
    }

    @Test
    void whoWasHandedOverAgainSinceIsNotCarried() {
        Batch batch = accepted(3);
        Batch part = batch.routed(
                "gmail",
                List.of("relay"),
                batch.recipients(),
                batch.recipients().subList(0, 2));
        JsonNode older = dead(batch);
        JsonNode newer = dead(part);
        assertEquals(2, replay(newer).body().get("recipients").asInt());
        Batch again = second(batch);
        assertEquals(List.of(0, 1), ordinals(again));
        assertEquals(1, replay(older).body().get("recipients").asInt());
        assertEquals(2, replay(dead(again)).body().get("recipients").asInt(), "it died after that");
    }

    @Test
    void whomAReplayDidNotTakeIsCarriedByTheOtherLetter() {
        Batch batch = accepted(2);
        settle(batch, 1, 2, 2);
        JsonNode first = dead(batch);
        Batch third = batch.retry(List.of(batch.recipients().get(1)))
                .retry(List.of(batch.recipients().get(1)));
        JsonNode other = dead(third);
        assertEquals(1, replay(first).body().get("recipients").asInt());
        assertEquals(1, replay(other).body().get("recipients").asInt());
    }

    @Test
    void nothingIsReplayedOfWhoIsAllFinished() {
        Batch batch = accepted(1);
        settle(batch, 0, 10, 1);
        Api.Answer answer = replay(dead(batch));
        assertEquals(409, answer.status());
        assertTrue(answer.body().get("type").asText().endsWith(":nothing-to-replay"));
    }

    @Test
    void discardedEndsItsRecipientsAsCancelledAndLeavesTheFinishedOnes() {
        Batch batch = accepted(3);
        settle(batch, 0, 10, 1);
        JsonNode deadLetter = dead(batch);
        Api.Answer answer = discard(deadLetter);
        assertEquals(200, answer.status());
        assertEquals(2, answer.body().get("cancelled").asInt());
        UUID message = batch.message().id();
        assertEquals(1, Books.count("select count(*) from delivery where message_id = ? and state = 10", message));
        assertEquals(2, Books.count("select count(*) from delivery where message_id = ? and state = 14", message));
        assertEquals(
                2,
                Books.count(
                        "select count(*) from delivery_event where message_id = ? and type = 14 and reply = 'dead letter discarded'",
                        message));
        assertEquals(
                "done", Api.get("/v1/messages/" + message).body().get("state").asText());
        assertEquals(409, replay(deadLetter).status());
    }

    @Test
    void aLetterThatComesTwiceIsKeptOnce() {
        Batch batch = accepted(1);
        dead(batch);
        dead(batch);
        dead(accepted(1));
        assertEquals(2, Books.count("select count(*) from dead_letter"));
        assertEquals(0, inQueue());
    }

    @Test
    void theNewestComeFirstPageByPage() {
        for (int i = 0; i < 5; i++) {
            dead(new byte[] {(byte) i}, "mail.outbound.bulk", "undecodable", "letter " + i);
        }
        JsonNode first = Api.get(LETTERS + "?limit=3&state=waiting").body();
        assertEquals("letter 4", first.get("dead_letters").get(0).get("reason").asText());
        JsonNode second = Api.get(
                        LETTERS + "?limit=3&cursor=" + first.get("next_cursor").asText())
                .body();
        assertEquals(2, second.get("dead_letters").size());
        assertEquals("letter 0", second.get("dead_letters").get(1).get("reason").asText());
        assertTrue(second.get("next_cursor").isNull());
        assertEquals(
                0,
                Api.get(LETTERS + "?state=replayed").body().get("dead_letters").size());
    }

    @Test
    void databaseAwayLeavesTheLetterOnTheBrokerUntilItIsKept() {
        TestNeighbours.stopDatabase();
        try {
            publish(new byte[] {9}, "mail.outbound.bulk", "undecodable", "during the outage");
            await().until(() -> inQueue() == 1);
        } finally {
            TestNeighbours.startDatabase();
        }
        await().ignoreExceptions().until(() -> Books.count("select count(*) from dead_letter") == 1);
        await().until(() -> inQueue() == 0);
    }

    @Test
    void asManyAsAreToBeKeptMakeTheRestStayOnTheBroker() {
        Books.change(
                "insert into dead_letter (id, died_at, origin, kind, reason, deliveries, body)"
                        + " select gen_random_uuid(), now(), 'mail.outbound.bulk', 'other', 'filler', 1, '' from generate_series(1, 10000)");
        publish(new byte[] {8}, "mail.outbound.bulk", "undecodable", "one too many");
        await().until(() -> inQueue() == 1);
        await().until(() -> metric("postrider_ingest_dead_full ") == 1);
        assertEquals(10_000, metric("postrider_ingest_dead_waiting "));
        assertEquals(0, Books.count("select count(*) from dead_letter where reason = 'one too many'"));
        Books.change("delete from dead_letter where reason = 'filler'");
        await().until(() -> Books.count("select count(*) from dead_letter where reason = 'one too many'") == 1);
        await().until(() -> inQueue() == 0);
        await().until(() -> metric("postrider_ingest_dead_full ") == 0);
    }

    @Test
    void whatIsAskedWronglyIsRefused() {
        String unknown = LETTERS + "/" + UUID.randomUUID();
        assertEquals(404, Api.get(unknown).status());
        assertEquals(404, Api.get(LETTERS + "/nonsense").status());
        assertEquals(404, Api.post(unknown + "/replay", "").status());
        assertEquals(404, delete(unknown).status());
        assertEquals(422, Api.get(LETTERS + "?limit=0").status());
        assertEquals(422, Api.get(LETTERS + "?cursor=x").status());
        assertEquals(422, Api.get(LETTERS + "?state=lost").status());
        assertEquals("POST", Api.get(unknown + "/replay").header("Allow"));
        assertEquals("GET, DELETE", Api.post(unknown, "").header("Allow"));
    }

    private static Batch accepted(int recipients) {
        String id = Api.post("/v1/messages", Api.message(recipients).toString()).id();
        await().until(() -> !Submitted.of(id).isEmpty());
        return Submitted.of(id).get(0);
    }

    private static Batch second(Batch first) {
        String id = first.message().id().toString();
        await().until(() -> Submitted.of(id).size() == 2);
        return Submitted.of(id).get(1);
    }

    private static void settle(Batch batch, int ordinal, int state, int attempts) {
        Books.change(
                "update delivery set state = ?::smallint, attempts = ?::smallint where message_id = ? and ordinal = ?",
                state,
                attempts,
                batch.message().id(),
                ordinal);
    }

    private static List<Integer> ordinals(Batch batch) {
        return batch.recipients().stream().map(Recipient::ordinal).sorted().toList();
    }

    private static JsonNode dead(Batch batch) {
        return dead(BatchCodec.encode(batch), Addresses.outbound(Lane.STANDARD), "failed", "failed 10 deliveries");
    }

    /** As the link buries it; the row of the list when it is there. */
    private static JsonNode dead(byte[] body, String origin, String kind, String reason) {
        publish(body, origin, kind, reason);
        await().until(() -> inQueue() == 0);
        JsonNode newest = Api.get(LETTERS).body().get("dead_letters").get(0);
        assertNotNull(newest, "nothing was kept");
        return newest;
    }

    private static void publish(byte[] body, String origin, String kind, String reason) {
        Sender.BATCHES.publish(
                OutgoingMessage.of(Addresses.DEAD, body, UUID.randomUUID().toString())
                        .withProperties(Map.of("origin", origin, "kind", kind, "reason", reason, "deliveries", "1")));
    }

    private static long inQueue() {
        return QueueDepths.ask(URI.create(TestNeighbours.brokerUrl()), "operator", "operator", SOON).stream()
                .filter(depth -> depth.address().equals(Addresses.DEAD))
                .mapToLong(QueueDepth::messages)
                .sum();
    }

    private static String path(JsonNode deadLetter) {
        return LETTERS + "/" + deadLetter.get("id").asText();
    }

    private static Api.Answer replay(JsonNode deadLetter) {
        return Api.post(path(deadLetter) + "/replay", "");
    }

    private static Api.Answer discard(JsonNode deadLetter) {
        return delete(path(deadLetter));
    }

    private static Api.Answer delete(String path) {
        return Api.send(
                Api.request(path).method("DELETE", BodyPublishers.noBody()).build());
    }

    private static double counted(String tags) {
        return metric("postrider_ingest_dead_letters_total{" + tags + "}");
    }

    private static double metric(String start) {
        return Api.metric(start);
    }
}
