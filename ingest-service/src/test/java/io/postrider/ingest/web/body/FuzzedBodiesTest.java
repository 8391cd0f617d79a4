package io.postrider.ingest.web.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.fuzz.ShortRun;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Neighbours;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What in process is refused or accepted is so over HTTP and with the database: nothing fails, nothing hangs. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class FuzzedBodiesTest {
    @Test
    @Timeout(300)
    void anyBodyIsAcceptedOrRefusedAndTheServiceGoesOn() {
        ShortRun.of("api-body", 8_192).run(bytes -> {
            assertAnswered("/v1/messages", bytes);
            assertAnswered("/v1/messages/batch", bytes);
        });

        assertEquals(202, Api.post("/v1/messages", Api.message(1).toString()).status());
    }

    private static void assertAnswered(String path, byte[] body) {
        Api.Answer answer = Api.send(Api.request(path)
                .timeout(Patience.LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
        assertTrue(
                answer.status() == 202 || answer.status() == 200 || answer.status() == 400 || answer.status() == 422,
                () -> path + ": " + answer.status() + " " + answer.body());
    }
}
