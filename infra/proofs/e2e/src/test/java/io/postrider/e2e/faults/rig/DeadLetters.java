package io.postrider.e2e.faults.rig;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.e2e.kit.Api;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** What an operator sees and does about them, by the API. */
public final class DeadLetters {
    private final Api api;

    public DeadLetters(Rig rig) {
        this.api = new Api(rig.system().ingest(), rig.system().apiKey());
    }

    /** Ids of those that wait for a decision, a page of them at most. */
    public List<String> waiting() {
        List<String> ids = new ArrayList<>();
        for (JsonNode letter :
                api.get("/v1/dead-letters?state=waiting&limit=500").path("dead_letters")) {
            assertEquals(false, letter.path("reason").asText().isBlank(), letter.toString());
            ids.add(letter.path("id").asText());
        }
        return ids;
    }

    /** Waits for this number of dead letters, and discards them. */
    public void discard(int count) {
        await().until(() -> waiting().size() >= count);
        assertEquals(count, waiting().size(), "dead letters");
        for (String id : waiting()) {
            assertEquals(200, api.delete("/v1/dead-letters/" + id).statusCode());
        }
    }

    /** Replays each; one without outstanding recipients is discarded, as the answer advises. */
    public void replay() {
        for (String id : waiting()) {
            HttpResponse<String> answer = api.post("/v1/dead-letters/" + id + "/replay", "");
            if (answer.body().contains("nothing-to-replay")) {
                assertEquals(200, api.delete("/v1/dead-letters/" + id).statusCode());
            } else {
                assertEquals(202, answer.statusCode(), answer.body());
            }
        }
    }
}
