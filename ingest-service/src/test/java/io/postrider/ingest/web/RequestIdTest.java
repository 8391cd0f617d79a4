package io.postrider.ingest.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Neighbours;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/**
 * The caller has the id of a refused call, which leads to the log line. {@link AnswerHeadersTest} has the id of every kind of
 * answer.
 */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class RequestIdTest {
    private static final PatternFormatter LINE = new PatternFormatter("%s mdc=%X{request_id}");

    private static List<HttpRequest> refused() {
        List<HttpRequest> calls = new ArrayList<>();
        calls.add(json("/v1/messages", "["));
        calls.add(json("/v1/messages", "{}"));
        calls.add(json("/v1/messages?x=1", "{}"));
        calls.add(json("/v1/messages", " ".repeat(30 << 20)));
        calls.add(Api.unsigned("/v1/routes").GET().build());
        calls.add(Api.unsigned("/v1/routes")
                .header("Authorization", "Bearer " + Neighbours.KEY_OF_SCOPE.get(ApiScope.SEND))
                .GET()
                .build());
        calls.add(Api.request("/v1/none").GET().build());
        calls.add(Api.request("/v1/messages").DELETE().build());
        calls.add(Api.request("/v1/routes").header("Accept", "image/png").GET().build());
        calls.add(Api.request("/v1/messages")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("x"))
                .build());
        calls.add(Api.request("/v1/messages?limit=0").GET().build());
        return calls;
    }

    private static HttpRequest json(String path, String body) {
        return Api.request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    @Test
    void everyRefusalHasTheSameIdInItsHeadItsBodyAndTheLog() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        List<String> ids = new ArrayList<>();
        Handler handler = into(lines);
        Logger logger = Logger.getLogger("io.postrider.access");
        logger.addHandler(handler);
        try {
            for (HttpRequest call : refused()) {
                Api.Answer answer = Api.send(call);
                assertTrue(answer.status() >= 400, () -> call + " " + answer);
                String id = answer.header(RequestId.HEADER);
                assertEquals(id, answer.body().get("request_id").asText(), () -> call + " " + answer.body());
                ids.add(id);
            }
            Patience.await().until(() -> ids.stream().allMatch(id -> logged(lines, id)));
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(ids.size(), ids.stream().distinct().count());
        for (String id : ids) {
            assertEquals(
                    1,
                    lines.stream()
                            .filter(line -> line.contains("request=" + id))
                            .count(),
                    id);
            assertTrue(lines.stream().anyMatch(line -> line.endsWith("mdc=" + id)), () -> id + "\n" + lines);
        }
    }

    @Test
    void whatWasAcceptedIsInTheLogIfAnOperatorAsksForIt() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = into(lines);
        Logger logger = Logger.getLogger("io.postrider.access");
        Level before = logger.getLevel();
        logger.addHandler(handler);
        logger.setLevel(Level.FINE);
        try {
            String id = Api.post("/v1/messages", Api.message(1).toString()).header(RequestId.HEADER);
            Patience.await().until(() -> logged(lines, id));
        } finally {
            logger.setLevel(before);
            logger.removeHandler(handler);
        }
    }

    private static boolean logged(List<String> lines, String id) {
        return lines.stream().anyMatch(line -> line.contains("request=" + id));
    }

    private static Handler into(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(LINE.format(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void idOfACallerIsNotTaken() {
        String body = Api.message(1).toString();
        String first = Api.post("/v1/messages", body, "X-Request-Id", "mine").header(RequestId.HEADER);
        String second = Api.post("/v1/messages", body, "X-Request-Id", "mine").header(RequestId.HEADER);
        assertNotEquals("mine", first);
        assertNotEquals(first, second);
    }
}
