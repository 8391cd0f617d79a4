package io.postrider.ingest.control.messages;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.Submitted;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the marks of the ledger bring about is tested where they are obeyed: in the router and the sender. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class CancelTest {

    @Test
    void aScheduledMessageGoesToTheRouterAtOnceWhichEndsIt() {
        String id = Api.post(
                        "/v1/messages",
                        Api.message(2)
                                .put("send_at", Instant.now().plusSeconds(3600).toString())
                                .toString())
                .id();
        assertEquals("scheduled", state(id));
        Api.Answer cancelled = cancel(id);
        assertEquals(202, cancelled.status());
        assertEquals(id, cancelled.id());
        assertEquals("cancelled", cancelled.body().get("state").asText());
        assertEquals(2, cancelled.body().get("in_flight").asInt());
        assertEquals("cancelled", state(id));
        assertEquals(1, Books.count("select count(*) from message where id = ? and halted = 2", UUID.fromString(id)));
        await().until(() -> Submitted.of(id).size() == 1);
    }

    @Test
    void aSecondCallChangesNothing() {
        String id = Api.post("/v1/messages", Api.message(1).toString()).id();
        assertEquals(202, cancel(id).status());
        assertEquals(202, cancel(id).status());
        Books.change("update delivery set state = 14 where message_id = ?", UUID.fromString(id));
        Api.Answer again = cancel(id);
        assertEquals(202, again.status());
        assertEquals(0, again.body().get("in_flight").asInt());
        JsonNode status = Api.get("/v1/messages/" + id).body();
        assertEquals("cancelled", status.get("state").asText());
        assertEquals(1, status.at("/counts/cancelled").asInt());
    }

    @Test
    void aFinishedMessageCannotBeCancelled() {
        String id = Api.post("/v1/messages", Api.message(1).toString()).id();
        Books.change("update delivery set state = 10 where message_id = ?", UUID.fromString(id));
        Api.Answer answer = cancel(id);
        assertEquals(409, answer.status());
        assertTrue(answer.body().get("detail").asText().contains("final state"), answer.toString());
        assertEquals("done", state(id));
    }

    @Test
    void unknownMessagesAndOtherMethodsAreRefused() {
        assertEquals(404, cancel(UUID.randomUUID().toString()).status());
        assertEquals(404, cancel("nonsense").status());
        Api.Answer answer = Api.get("/v1/messages/" + UUID.randomUUID() + "/cancel");
        assertEquals(405, answer.status());
        assertEquals("POST", answer.header("Allow"));
    }

    private static Api.Answer cancel(String id) {
        return Api.post("/v1/messages/" + id + "/cancel", "");
    }

    private static String state(String id) {
        return Api.get("/v1/messages/" + id).body().get("state").asText();
    }
}
