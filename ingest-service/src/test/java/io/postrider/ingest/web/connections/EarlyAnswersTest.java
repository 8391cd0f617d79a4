package io.postrider.ingest.web.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.RawCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that are refused before their body is taken in, whatever refuses them. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class EarlyAnswersTest {
    private static final String JSON = "application/json";

    /** Of a body that no limit is for. */
    private static final int LENGTH = 10_000;

    /** The body never comes: the answer does not wait for it, nor asks for it. */
    @ParameterizedTest
    @CsvSource({
        "POST, /v1/messages, read, application/json, 403",
        "POST, /v1/messages/batch, operate, application/json, 403",
        "POST, /v1/routes/direct/suspend, send, application/json, 403",
        "POST, /v1/refill, send, application/json, 403",
        "POST, /v1/none, send, application/json, 404",
        "PUT, /v1/none, read, application/json, 404",
        "PUT, /v1/messages, send, application/json, 405",
        "DELETE, /v1/audit, operate, application/json, 405",
        "POST, /v1/messages, send, text/plain, 415",
        "POST, /v1/messages, nobody, application/json, 401",
        "POST, /v1/none, nobody, application/json, 401",
        "POST, /v1/messages?surprise=1, send, application/json, 422",
        "OPTIONS, /v1/messages, send, application/json, 200",
    })
    void theBodyIsNotWaitedFor(String method, String target, String scope, String type, int status) {
        for (String expect : new String[] {"", "Expect: 100-continue\r\n"}) {
            try (RawCall call = new RawCall()) {
                call.write(head(method, target, scope, type, LENGTH) + expect + "\r\n");
                assertEquals(status, RawCall.status(call.head()), expect);
            }
        }
    }

    /** What comes of the refused body is thrown away, and the next call is understood. */
    @ParameterizedTest
    @CsvSource({
        "POST, /v1/messages, read, application/json, 403",
        "POST, /v1/none, send, application/json, 404",
        "PUT, /v1/messages, send, application/json, 405",
        "POST, /v1/messages, send, text/plain, 415",
        "POST, /v1/messages, nobody, application/json, 401",
        "POST, /v1/messages?surprise=1, send, application/json, 422",
        "OPTIONS, /v1/messages, send, application/json, 200",
        "GET, /v1/routes, operate, application/json, 200",
    })
    void theConnectionGoesOnBehindTheBody(String method, String target, String scope, String type, int status) {
        try (RawCall call = new RawCall()) {
            call.write(head(method, target, scope, type, LENGTH) + "\r\n");
            String answer = call.head();
            assertEquals(status, RawCall.status(answer));
            assertTrue(!answer.toLowerCase(Locale.ROOT).contains("connection: close"), answer);
            call.skipBody(answer).write("x".repeat(LENGTH));
            call.write(head("DELETE", "/v1/none", "send", JSON, 0) + "\r\n");
            assertEquals(404, RawCall.status(call.head()));
        }
    }

    @Test
    void withTheScopeTheBodyIsTaken() {
        try (RawCall call = new RawCall()) {
            call.write(head("POST", "/v1/messages", "send", JSON, 2) + "\r\n{}");
            assertEquals(422, RawCall.status(call.head()));
        }
    }

    private static String head(String method, String target, String scope, String type, int length) {
        String key = Neighbours.KEY_OF_SCOPE.get(scope);
        return "%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(method, target)
                + (key == null ? "" : "Authorization: Bearer " + key + "\r\n")
                + "Content-Type: %s\r\nContent-Length: %d\r\n".formatted(type, length);
    }
}
