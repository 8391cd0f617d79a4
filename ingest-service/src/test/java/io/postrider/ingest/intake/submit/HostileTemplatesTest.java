package io.postrider.ingest.intake.submit;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.RawCall;
import io.postrider.ingest.web.ApiScope;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A caller whose templates take as much as is allowed, and others beside it. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class HostileTemplatesTest {
    /** More than may wait. */
    private static final int CALLS = 80;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    MeterRegistry registry;

    /** Each recipient's mail takes nearly all that one may take, and all together what a request may. */
    private static String costly(int recipients) {
        ObjectNode message = Api.message(recipients);
        message.put("text", "{{#l}}{{#l}}{{#l}}{{x}}{{/l}}{{/l}}{{/l}}");
        ArrayNode list = message.putObject("variables").putArray("l");
        for (int i = 0; i < 38; i++) {
            list.add(1);
        }
        return message.toString();
    }

    private double underWay() {
        return registry.get("postrider.ingest.estimates").gauge().value();
    }

    private static CompletableFuture<Integer> post(String body, String key) {
        HttpRequest request = Api.unsigned("/v1/messages")
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HTTP.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    @Test
    void othersAreServedWhileOneCallerKeepsItsPlacesBusy() {
        List<CompletableFuture<Integer>> hostile = new ArrayList<>();
        String body = costly(40);
        for (int i = 0; i < CALLS; i++) {
            hostile.add(post(body, Neighbours.API_KEY));
        }
        await().until(() -> underWay() > 2);
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    202,
                    post(costly(1), Neighbours.KEY_OF_SCOPE.get(ApiScope.SEND)).join());
        }
        for (CompletableFuture<Integer> call : hostile) {
            assertTrue(Set.of(202, 429).contains(call.join()), () -> "answered " + call.join());
        }
        await().until(() -> underWay() == 0);
    }

    @Test
    void whatAClientAskedForThatHungUpIsNotWorkedOn() {
        String body = costly(40);
        for (int i = 0; i < CALLS / 4; i++) {
            try (RawCall call = new RawCall().post("Content-Length: " + body.length())) {
                call.write(body);
            }
        }
        assertEquals(202, post(costly(1), Neighbours.API_KEY).join());
        await().until(() -> underWay() == 0);
    }
}
