package io.postrider.ingest.web.body;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.RawCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class BodyLimitsTest {
    private static final int LIMIT = 24 << 20;

    @Test
    void aBodyOfJustTheLimitIsTakenAndOneByteMoreIsNot() {
        assertEquals(202, post(BodyPublishers.ofString(padded(LIMIT))).status());
        assertTooLarge(post(BodyPublishers.ofString(padded(LIMIT + 1))));
    }

    /** As the limit of a submission says, and whatever else it has: the largest texts, and as many recipients as there may be. */
    @Test
    void asManyAttachmentsAsAMessageMayHaveFitIntoABody() {
        ObjectNode message = Api.message(1_000);
        message.put("text", "t".repeat(1 << 20)).put("html", "h".repeat(1 << 20));
        message.putArray("attachments")
                .addObject()
                .put("filename", "large.bin")
                .put("content", Base64.getEncoder().encodeToString(new byte[15 << 20]));
        String body = message.toString();
        // 503 only says that a busy machine takes too long to write it.
        assertEquals(202, await().until(() -> Api.post("/v1/messages", body).status(), status -> status != 503));
    }

    @Test
    void aBodyThatDoesNotSayItsLengthHasTheSameLimit() {
        assertEquals(202, post(chunked(padded(LIMIT))).status());
        assertTooLarge(post(chunked(padded(LIMIT + 1))));
        assertTooLarge(post(chunked(padded(LIMIT + LIMIT / 2))));
    }

    @Test
    void aBodyThatNeverEndsIsCutOff() {
        try (RawCall call = new RawCall()) {
            call.post("Transfer-Encoding: chunked");
            String chunk = "100000\r\n" + " ".repeat(1 << 20) + "\r\n";
            int sent = 0;
            try {
                for (; sent < 1_000; sent++) {
                    call.write(chunk);
                }
            } catch (RuntimeException e) {
                assertTrue(e.getCause() instanceof IOException, e.toString());
            }
            assertTrue(sent < 200, sent + " MiB were taken");
        }
    }

    @Test
    void whereNoMessagesAreSubmittedABodyIsSmall() {
        for (String path : List.of("/v1/refill", "/v1/routes/relay/suspend", "/v1/messages/none", "/v1/nothing")) {
            Api.Answer refused = Api.post(path, " ".repeat(20_000));
            assertTooLarge(refused);
        }
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOnOrNotTo() {
        String body = Api.message(1).toString();
        try (RawCall call = new RawCall()) {
            call.post("Expect: 100-continue", "Content-Length: " + body.length());
            assertTrue(call.head().startsWith("HTTP/1.1 100 "));
            call.write(body);
            assertTrue(call.head().startsWith("HTTP/1.1 202 "));
        }
        try (RawCall call = new RawCall()) {
            call.post("Expect: 100-continue", "Content-Length: " + (LIMIT + 1));
            assertTrue(call.head().startsWith("HTTP/1.1 413 "));
        }
    }

    @Test
    void aHeadBeyond16KibibytesIsRefused() {
        try (RawCall call = new RawCall()) {
            call.post("X-A: " + "a".repeat(15_000), "Content-Length: 2").write("{}");
            assertTrue(call.head().startsWith("HTTP/1.1 422 "));
        }
        try (RawCall call = new RawCall()) {
            call.post("X-A: " + "a".repeat(17_000), "Content-Length: 2");
            assertTrue(call.head().startsWith("HTTP/1.1 431 "));
        }
    }

    private static Api.Answer post(BodyPublisher body) {
        return Api.send(Api.request("/v1/messages")
                .header("Content-Type", "application/json")
                .POST(body)
                .build());
    }

    private static void assertTooLarge(Api.Answer answer) {
        assertEquals(413, answer.status());
        assertEquals("application/problem+json", answer.header("Content-Type"));
        assertEquals(
                "urn:postrider:problem:too-large", answer.body().get("type").asText());
        assertNotNull(answer.body().get("detail"));
    }

    /** Without a length, hence in chunks. */
    private static BodyPublisher chunked(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    }

    private static String padded(int bytes) {
        String body = Api.message(1).toString();
        return body + " ".repeat(bytes - body.length());
    }
}
