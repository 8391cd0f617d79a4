package io.postrider.ingest.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.RawCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever answers, and however early: the answer has its id, and says that it is not to be kept nor guessed at. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(AnswerHeadersTest.HighRate.class)
class AnswerHeadersTest {
    private static final String HOST = "Host: localhost\r\n";
    private static final String KEY = "Authorization: Bearer " + Neighbours.API_KEY + "\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";

    public static class HighRate implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("postrider.submit.minimum-rate", "1M");
        }
    }

    /** The first call of all makes the service look at connections. */
    @BeforeEach
    void called() {
        assertEquals(200, RawCall.status(answer("GET / HTTP/1.1\r\n" + HOST + "\r\n")));
    }

    @Test
    void everyAnswerHasTheSame() {
        Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("GET / HTTP/1.1\r\n" + HOST + "\r\n", 200);
        expected.put("HEAD / HTTP/1.1\r\n" + HOST + "\r\n", 200);
        expected.put("GET / HTTP/1.1\r\n\r\n", 400);
        expected.put("GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n", 400);
        expected.put("POST /v1/messages HTTP/1.1\r\n" + HOST + KEY + "Transfer-Encoding: gzip\r\n\r\n", 400);
        expected.put("\u0001 / HTTP/1.1\r\n" + HOST + "\r\n", 400);
        expected.put("GET / HTTP/1.1\r\nX-\u0000: 1\r\n" + HOST + "\r\n", 400);
        expected.put("GET / HTTP/x.y\r\n" + HOST + "\r\n", 400);
        expected.put("POST /v1/messages HTTP/1.1\r\n" + HOST + KEY + JSON + "Content-Length: 1\r\n\r\n[", 400);
        expected.put("GET /v1/routes HTTP/1.1\r\n" + HOST + "\r\n", 401);
        expected.put(
                "GET /v1/routes HTTP/1.1\r\n" + HOST + "Authorization: Bearer "
                        + Neighbours.KEY_OF_SCOPE.get(ApiScope.SEND) + "\r\n\r\n",
                403);
        expected.put("GET /v1/none HTTP/1.1\r\n" + HOST + KEY + "\r\n", 404);
        expected.put("DELETE /v1/audit HTTP/1.1\r\n" + HOST + KEY + "\r\n", 405);
        expected.put("GET /v1/routes HTTP/1.1\r\n" + HOST + KEY + "Accept: image/png\r\n\r\n", 406);
        expected.put("POST /v1/messages HTTP/1.1\r\n" + HOST + KEY + JSON + "Content-Length: 1000000\r\n\r\n{", 408);
        expected.put("POST /v1/messages HTTP/1.1\r\n" + HOST + KEY + JSON + "Content-Length: 99999999\r\n\r\n", 413);
        expected.put("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n", 414);
        expected.put(
                "POST /v1/messages HTTP/1.1\r\n" + HOST + KEY
                        + "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx",
                415);
        expected.put("POST /v1/messages HTTP/1.1\r\n" + HOST + KEY + JSON + "Content-Length: 2\r\n\r\n{}", 422);
        expected.put("GET / HTTP/1.1\r\nX-Long: " + "x".repeat(20_000) + "\r\n" + HOST + "\r\n", 431);
        StringBuilder faults = new StringBuilder();
        expected.forEach((request, status) -> {
            String head = answer(request).toLowerCase(Locale.ROOT);
            boolean all = List.of("x-content-type-options: nosniff\n", "cache-control: no-store\n").stream()
                            .allMatch(head::contains)
                    && head.lines()
                                    .filter(line -> line.matches("x-request-id: [0-9a-f-]{36}"))
                                    .count()
                            == 1;
            if (RawCall.status(head) != status || !all) {
                faults.append(request, 0, Math.min(80, request.length()))
                        .append("\n  expected ")
                        .append(status)
                        .append(": ")
                        .append(head);
            }
        });
        assertEquals("", faults.toString());
    }

    private static String answer(String request) {
        try (RawCall call = new RawCall()) {
            return call.writeBytes(request.getBytes(ISO_8859_1)).head();
        }
    }
}
