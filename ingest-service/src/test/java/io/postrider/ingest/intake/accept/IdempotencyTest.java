package io.postrider.ingest.intake.accept;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.Submitted;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class IdempotencyTest {
    @Test
    void sameKeyAndBodyGetTheFirstAnswerAgain() {
        String key = UUID.randomUUID().toString();
        String body = Api.message(2).toString();
        Api.Answer first = Api.post("/v1/messages", body, "Idempotency-Key", key);
        Api.Answer second = Api.post("/v1/messages", body, "Idempotency-Key", key);
        assertEquals(202, second.status());
        assertEquals(first.body(), second.body());
        assertEquals(first.header("Location"), second.header("Location"));
        await().until(() -> Submitted.of(first.id()).size() == 1);
        assertEquals(1, messages(first.id()));
    }

    @Test
    void sameKeyWithAnotherBodyIsRefused() {
        String key = UUID.randomUUID().toString();
        Api.post("/v1/messages", Api.message(1).toString(), "Idempotency-Key", key);
        long before = Books.rows();
        Api.Answer other = Api.post("/v1/messages", Api.message(2).toString(), "Idempotency-Key", key);
        assertEquals(422, other.status());
        assertEquals(
                "urn:postrider:problem:idempotency-key-reused",
                other.body().get("type").asText());
        assertEquals(before, Books.rows());
    }

    @Test
    void fiftyConcurrentCallsWithOneKeyMakeOneMessage() {
        String key = UUID.randomUUID().toString();
        String body = Api.message(1).put("campaign", key).toString();
        List<CompletableFuture<Api.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(Api.postLater("/v1/messages", body, "Idempotency-Key", key));
        }
        String id = calls.get(0).join().id();
        for (CompletableFuture<Api.Answer> call : calls) {
            assertEquals(202, call.join().status());
            assertEquals(id, call.join().id());
        }
        assertEquals(1, Books.count("select count(*) from message where campaign = ?", key));
        await().until(() -> Submitted.of(id).size() == 1);
    }

    @Test
    void keyWhoseTimeIsOverIsForgotten() {
        String key = UUID.randomUUID().toString();
        String body = Api.message(1).toString();
        Api.Answer first = Api.post("/v1/messages", body, "Idempotency-Key", key);
        Books.change(
                "update idempotency_key set created_at = created_at - interval '25 hours' where api_key = 'main' and key = ?",
                key);
        Api.Answer second = Api.post("/v1/messages", body, "Idempotency-Key", key);
        assertEquals(202, second.status());
        assertNotEquals(first.id(), second.id());
        assertEquals(
                second.id(),
                Api.post("/v1/messages", body, "Idempotency-Key", key).id());
    }

    @Test
    void batchIsRememberedWhole() {
        String key = UUID.randomUUID().toString();
        String body = "{\"messages\":[" + Api.message(1) + "," + Api.message(1).put("lane", "none") + "]}";
        Api.Answer first = Api.post("/v1/messages/batch", body, "Idempotency-Key", key);
        assertEquals(
                first.body(),
                Api.post("/v1/messages/batch", body, "Idempotency-Key", key).body());
    }

    @Test
    void keyThatIsTooLongIsRefused() {
        String key = "k".repeat(257);
        assertEquals(
                422,
                Api.post("/v1/messages", Api.message(1).toString(), "Idempotency-Key", key)
                        .status());
    }

    private static long messages(String id) {
        return Books.count("select count(*) from message where id = ?", UUID.fromString(id));
    }
}
