package io.postrider.e2e.sending;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.DeliveryHistory;
import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.SharedSystem;
import io.postrider.neighbours.smtp.Script;
import org.junit.jupiter.api.Test;

/** A route is suspended and resumed by API; its mail waits and loses no attempt. */
class SuspendedRouteTest {
    private final SharedSystem shared = SharedSystem.get();

    @Test
    void mailOfASuspendedRouteWaitsUntilItIsResumed() {
        try (MailServer server = MailServer.that("paused", Script.acceptAll())) {
            await().until(() -> route("paused").path("senders").size() == 1);
            assertEquals(
                    200,
                    shared.api()
                            .post("/v1/routes/paused/suspend", "{\"reason\": \"maintenance\"}")
                            .statusCode());
            assertEquals(
                    "maintenance",
                    route("paused").path("suspended").path("reason").asText());
            await().until(() -> server.health().contains("route paused is suspended"));
            DeliveryHistory history = server.sent("transactional").becomes("deferred");
            history.events(1).event(0, "deferred - - 0 -").reply(0, "suspended: maintenance");
            assertEquals(200, shared.api().post("/v1/routes/paused/resume", "").statusCode());
            history.becomes("delivered").events(2).event(1, "delivered 250 2.0.0 1 -");
            assertEquals(
                    404, shared.api().post("/v1/routes/nobody/suspend", "{}").statusCode());
        }
    }

    private JsonNode route(String name) {
        for (JsonNode route : shared.api().get("/v1/routes").path("routes")) {
            if (route.path("name").asText().equals(name)) {
                return route;
            }
        }
        return Api.JSON.missingNode();
    }
}
