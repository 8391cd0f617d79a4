package io.postrider.ingest.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.web.ApiScope;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An Idempotency-Key belongs to the API key that it came with: no caller takes another's, or is answered in its place. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class KeysOfCallersTest {
    private static final String MAIN = Neighbours.API_KEY;
    private static final String SENDER = Neighbours.KEY_OF_SCOPE.get(ApiScope.SEND);

    private final String key = UUID.randomUUID().toString();

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/messages/batch"})
    void theSameKeyAndBodyOfAnotherCallerIsAnotherMessage(String path) {
        String message = Api.message(1).put("campaign", key).toString();
        String body = path.endsWith("batch") ? "{\"messages\":[" + message + "]}" : message;
        Api.Answer first = post(path, MAIN, body);
        Api.Answer second = post(path, SENDER, body);
        assertEquals(202, first.status());
        assertEquals(202, second.status());
        assertNotEquals(first.body(), second.body());
        assertEquals(2, messages());
        for (int i = 0; i < 2; i++) {
            assertEquals(first.body(), post(path, MAIN, body).body());
            assertEquals(second.body(), post(path, SENDER, body).body());
        }
        assertEquals(2, messages());
    }

    @Test
    void anAnswerIsRepeatedToItsOwnCallerOnly() {
        String body = Api.message(1).toString();
        String withFault = Api.message(2).put("partial", true).toString().replace("person1@mail.example", "nobody");
        Api.Answer first = post("/v1/messages", MAIN, withFault);
        assertEquals("nobody", first.body().at("/rejected/0/email").asText());
        Api.Answer other = post("/v1/messages", SENDER, body);
        assertEquals(202, other.status());
        assertEquals(0, other.body().get("rejected").size());
        assertNotEquals(first.header("Location"), other.header("Location"));
        Api.Answer again = post("/v1/messages", MAIN, withFault);
        assertEquals(first.body(), again.body());
        assertEquals(first.header("Location"), again.header("Location"));
    }

    @Test
    void anotherBodyIsRefusedToTheCallerOfTheFirstOneOnly() {
        assertEquals(202, post("/v1/messages", MAIN, Api.message(1).toString()).status());
        assertEquals(
                202, post("/v1/messages", SENDER, Api.message(2).toString()).status());
        assertEquals(422, post("/v1/messages", MAIN, Api.message(2).toString()).status());
        assertEquals(
                422, post("/v1/messages", SENDER, Api.message(1).toString()).status());
    }

    /** Most of them meet in one transaction, some in the next ones. */
    @Test
    void concurrentCallsOfTwoCallersWithOneKeyMakeAMessageEach() {
        List<CompletableFuture<Api.Answer>> ofMain = new ArrayList<>();
        List<CompletableFuture<Api.Answer>> ofSender = new ArrayList<>();
        String bodyOfMain = Api.message(1).put("campaign", key).toString();
        String bodyOfSender = Api.message(2).put("campaign", key).toString();
        for (int i = 0; i < 25; i++) {
            ofMain.add(postLater("/v1/messages", MAIN, bodyOfMain));
            ofSender.add(postLater("/v1/messages", SENDER, bodyOfSender));
        }
        Set<String> idsOfMain = ids(ofMain, 1);
        Set<String> idsOfSender = ids(ofSender, 2);
        assertEquals(1, idsOfMain.size());
        assertEquals(1, idsOfSender.size());
        assertNotEquals(idsOfMain, idsOfSender);
        assertEquals(2, messages());
    }

    @Test
    void aKeyThatIsOverForOneCallerIsKeptForTheOther() {
        String body = Api.message(1).toString();
        Api.Answer ofMain = post("/v1/messages", MAIN, body);
        Api.Answer ofSender = post("/v1/messages", SENDER, body);
        Books.change(
                "update idempotency_key set created_at = created_at - interval '25 hours'"
                        + " where api_key = 'sender' and key = ?",
                key);
        assertNotEquals(ofSender.id(), post("/v1/messages", SENDER, body).id());
        assertEquals(ofMain.id(), post("/v1/messages", MAIN, body).id());
    }

    /** Nor may a name and a value that look alike when they are put together. */
    @Test
    void aValueThatBeginsWithTheNameOfAnotherCallerIsNotItsKey() {
        String body = Api.message(1).toString();
        Api.Answer ofMain = post("/v1/messages", MAIN, body);
        for (String value : List.of("main" + key, "main:" + key, "main " + key, "main/" + key)) {
            Api.Answer other = Api.post("/v1/messages", body, headers(SENDER, value));
            assertEquals(202, other.status());
            assertNotEquals(ofMain.id(), other.id());
        }
    }

    private static Set<String> ids(List<CompletableFuture<Api.Answer>> calls, int accepted) {
        Set<String> ids = new HashSet<>();
        for (CompletableFuture<Api.Answer> call : calls) {
            Api.Answer answer = call.join();
            assertEquals(202, answer.status());
            assertEquals(accepted, answer.body().get("accepted").asInt());
            ids.add(answer.id());
        }
        return ids;
    }

    private Api.Answer post(String path, String apiKey, String body) {
        return postLater(path, apiKey, body).join();
    }

    private CompletableFuture<Api.Answer> postLater(String path, String apiKey, String body) {
        return Api.postLater(path, body, headers(apiKey, key));
    }

    private static String[] headers(String apiKey, String key) {
        return new String[] {"Authorization", "Bearer " + apiKey, "Idempotency-Key", key};
    }

    private long messages() {
        return Books.count("select count(*) from message where campaign = ?", key);
    }
}
