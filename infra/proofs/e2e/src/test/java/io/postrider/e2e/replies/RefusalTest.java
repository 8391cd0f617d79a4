package io.postrider.e2e.replies;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.SharedSystem;
import io.postrider.neighbours.smtp.Script;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A refusal is never a loss: a temporary one is retried, a permanent one is recorded with the server's reply. */
class RefusalTest {
    private final SharedSystem shared = SharedSystem.get();

    @AfterEach
    void sinkTakesEverything() {
        shared.system().sink().script(Script.acceptAll());
    }

    @Test
    void refusedForNowIsDeliveredLaterWithItsHistory() {
        shared.system()
                .sink()
                .script(Script.refuseRecipient("grey", 451, "4.7.1 greylisted").firstTimes(2));
        List<String> addresses = SharedSystem.addresses("grey", 1);
        String id = shared.api().accepted(Api.message("transactional", addresses));
        await().until(() -> count(id, "delivered") == 1);
        JsonNode events = shared.api().get("/v1/messages/" + id + "/events").path("events");
        assertEquals(3, events.size(), events.toString());
        assertEquals("deferred", events.path(0).path("type").asText());
        assertEquals(451, events.path(0).path("code").asInt());
        assertEquals("delivered", events.path(2).path("type").asText());
        assertEquals(3, events.path(2).path("attempt").asInt());
        shared.eachMailedOnce(addresses);
    }

    @Test
    void refusedForGoodBouncesWithTheServersWords() {
        shared.system().sink().script(Script.refuseRecipient("gone-00001", 550, "5.1.1 no such user"));
        List<String> addresses = SharedSystem.addresses("gone", 3);
        String id = shared.api().accepted(Api.message("standard", addresses));
        await().until(() -> count(id, "delivered") == 2 && count(id, "bounced") == 1);
        JsonNode bounced = shared.api()
                .get("/v1/messages/" + id + "/deliveries?state=bounced")
                .path("deliveries");
        assertEquals(1, bounced.size(), bounced.toString());
        assertEquals(addresses.get(1), bounced.path(0).path("email").asText());
        assertEquals("5.1.1", bounced.path(0).path("enhanced_code").asText());
    }

    private long count(String id, String state) {
        return shared.api().get("/v1/messages/" + id).path("counts").path(state).asLong();
    }
}
