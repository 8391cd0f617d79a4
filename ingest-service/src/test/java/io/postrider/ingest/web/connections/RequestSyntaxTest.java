package io.postrider.ingest.web.connections;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.RawCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests that a proxy in front of us might read otherwise than we do (RFC 9112): none of them is served. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class RequestSyntaxTest {
    private static final String KEY = "Authorization: Bearer " + Neighbours.API_KEY + "\r\n";
    private static final String BODY =
            "{\"from\":{\"email\":\"a@shop.example\"},\"to\":[{\"email\":\"smuggled@mail.example\"}],"
                    + "\"subject\":\"s\",\"text\":\"t\"}";

    @Test
    void whatIsNotWellFormedIsRefused() {
        Map<String, String> requests = new LinkedHashMap<>();
        String type = KEY + "Content-Type: application/json\r\n";
        String host = "Host: x\r\n" + type;
        String length = "Content-Length: " + BODY.length() + "\r\n";
        String chunked = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";
        requests.put("two Host fields", post("Host: x\r\n" + host + length, BODY));
        requests.put(
                "two Idempotency-Keys", post(host + length + "Idempotency-Key: a\r\nIdempotency-Key: b\r\n", BODY));
        requests.put("two media types", post(host + length + "Content-Type: text/plain\r\n", BODY));
        requests.put("no Host field", post(type + length, BODY));
        requests.put("an empty Host field beside another", post("Host:\r\n" + host + length, BODY));
        requests.put("control characters before the method", "\u0000\u0001\u0002" + post(host + length, BODY));
        requests.put(
                "a control character in the method",
                "PO\u0001ST /v1/messages HTTP/1.1\r\n" + host + length + "\r\n" + BODY);
        requests.put("chunked, xchunked", post(host + "Transfer-Encoding: chunked, xchunked\r\n", chunked));
        requests.put("xchunked", post(host + "Transfer-Encoding: xchunked\r\n", chunked));
        requests.put("xchunked with a length", post(host + length + "Transfer-Encoding: xchunked\r\n", BODY));
        requests.put("chunked with a length", post(host + length + "Transfer-Encoding: chunked\r\n", chunked));
        requests.put(
                "chunked twice", post(host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunked));
        requests.put("identity and chunked", post(host + "Transfer-Encoding: identity, chunked\r\n", chunked));
        requests.put("chunked with a tab before it", post(host + "Transfer-Encoding:\u000bchunked\r\n", chunked));
        requests.put("gzip and chunked", post(host + "Transfer-Encoding: gzip, chunked\r\n", chunked));
        requests.put("gzip", post(host + length + "Transfer-Encoding: gzip\r\n", BODY));
        requests.put("two lengths", post(host + length + "Content-Length: 1\r\n", BODY));
        requests.put(
                "a list of lengths",
                post(
                        host
                                + "Content-Length: %1$d, %1$d%n"
                                        .formatted(BODY.length())
                                        .strip() + "\r\n",
                        BODY));
        requests.put("a length with a sign", post(host + "Content-Length: +" + BODY.length() + "\r\n", BODY));
        requests.put("a negative length", post(host + "Content-Length: -1\r\n", BODY));
        requests.put("a hexadecimal length", post(host + "Content-Length: 0x10\r\n", BODY));
        requests.put("a huge length", post(host + "Content-Length: 99999999999999999999\r\n", BODY));
        requests.put("a space before the colon", post(host + "Content-Length : " + BODY.length() + "\r\n", BODY));
        requests.put("a NUL in a name", post(host + length + "X-\u0000Other: a\r\n", BODY));
        requests.put("a space in a name", post(host + length + "X Other: a\r\n", BODY));
        requests.put("a NUL in a value", post(host + length + "X-Other: a\u0000b\r\n", BODY));
        requests.put("a bare CR in a value", post(host + length + "X-Other: a\rb\r\n", BODY));
        requests.put("no version", "POST /v1/messages\r\n" + host + length + "\r\n" + BODY);
        requests.put("a version that there is not", "POST /v1/messages HTTP/1.9x\r\n" + host + length + "\r\n" + BODY);
        requests.put(
                "a bad chunk size", post(host + "Transfer-Encoding: chunked\r\n", "zz\r\n" + BODY + "\r\n0\r\n\r\n"));
        requests.put(
                "a negative chunk size",
                post(host + "Transfer-Encoding: chunked\r\n", "-1\r\n" + BODY + "\r\n0\r\n\r\n"));
        assertEquals(202, status(post(host + length, BODY)), "what is well-formed");
        assertEquals(202, status(post(host + "Transfer-Encoding: Chunked\r\n", chunked)), "what is well-formed");
        StringBuilder served = new StringBuilder();
        requests.forEach((what, request) -> {
            int status = status(request);
            // 0: a chunk that cannot be read ends the connection.
            if (status != 400 && status != 501 && status != 0) {
                served.append(what).append(": ").append(status).append('\n');
            }
        });
        assertEquals("", served.toString());
    }

    /** RFC 9112, 5.2: the end of the line is as good as a space. */
    @Test
    void foldedFieldsAreReadAsOneLine() {
        String host = "Host: x\r\n" + KEY + "Content-Type: application/json\r\n";
        String length = "Content-Length: " + BODY.length() + "\r\n";
        assertEquals(202, status(post(host + length + "X-Other: a\r\n b\r\n", BODY)));
        String chunked = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";
        assertEquals(202, status(post(host + "Transfer-Encoding:\r\n chunked\r\n", chunked)));
        String folded = "Transfer-Encoding: gzip,\r\n chunked\r\n";
        assertEquals(400, status(post(host + folded, chunked)));
    }

    /** The framework's own answer comes with an ERROR line, and names its id. */
    @Test
    void withoutHostTheAnswerIsAProblemDocument() {
        for (String path : List.of("/v1/messages", "/", "/q/health")) {
            String answer = answer("GET " + path + " HTTP/1.1\r\n" + KEY + "\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("urn:postrider:problem:"), answer);
        }
    }

    private static String post(String fields, String body) {
        return "POST /v1/messages HTTP/1.1\r\n" + fields + "\r\n" + body;
    }

    private static String answer(String request) {
        return RawCall.exchangeAll(request.getBytes(ISO_8859_1));
    }

    /** Of the answer, on a connection that stays open on our side, as that of a proxy does; 0 if there is none. */
    private static int status(String request) {
        try (RawCall call = new RawCall()) {
            return RawCall.status(call.writeBytes(request.getBytes(ISO_8859_1)).head());
        }
    }
}
