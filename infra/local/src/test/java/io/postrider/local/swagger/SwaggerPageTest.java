package io.postrider.local.swagger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.postrider.neighbours.http.LoopbackServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwaggerPageTest {
    private final LoopbackServer api = LoopbackServer.start("api", 0, SwaggerPageTest::echo);
    private final LoopbackServer page = SwaggerPage.start(api.uri(), 0);
    private final HttpClient client = HttpClient.newHttpClient();

    private static void echo(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        LoopbackServer.answer(
                call,
                202,
                "application/json",
                "%s %s %s %s %s"
                        .formatted(
                                call.getRequestMethod(),
                                call.getRequestURI(),
                                call.getRequestHeaders().getFirst("Authorization"),
                                call.getRequestHeaders().getFirst("Cookie"),
                                body));
    }

    @AfterEach
    void close() {
        page.close();
        api.close();
    }

    @Test
    void thePageAndAllItsFilesAreThere() throws Exception {
        HttpResponse<String> start = get("/");
        assertEquals(200, start.statusCode());
        assertTrue(
                start.headers().firstValue("Content-Security-Policy").orElse("").contains("script-src 'self'"));
        for (String file :
                new String[] {"/start.js", "/swagger-ui/swagger-ui.css", "/swagger-ui/swagger-ui-bundle.js"}) {
            assertTrue(start.body().contains('"' + file.substring(1) + '"'), file);
            HttpResponse<String> answer = get(file);
            assertEquals(200, answer.statusCode(), file);
            assertFalse(answer.body().isEmpty(), file);
        }
        assertEquals(404, get("/swagger-ui/../../pom.properties").statusCode());
        assertEquals(404, get("/q/health").statusCode());
    }

    @Test
    void callsGoToTheApiWithTheKeyThatWasTyped() throws Exception {
        HttpRequest call = HttpRequest.newBuilder(page.uri().resolve("/v1/messages?a=b%20c"))
                .header("Authorization", "Bearer typed")
                .header("Cookie", "other=1")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<String> answer = client.send(call, BodyHandlers.ofString());
        assertEquals(202, answer.statusCode());
        assertEquals("POST /v1/messages?a=b%20c Bearer typed null {}", answer.body());
        assertEquals("GET /openapi.yaml null null ", get("/openapi.yaml").body());
    }

    @Test
    void nothingElseIsReachedThroughIt() throws Exception {
        for (String target : new String[] {"http://192.0.2.1/v1/a", "//192.0.2.1/v1/a"}) {
            assertTrue(raw(target, "127.0.0.1").contains("GET /v1/a null null"), target);
        }
        assertTrue(raw("/v1/a", "rebound.example").startsWith("HTTP/1.1 421 "));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(page.uri() + path.substring(1)))
                        .build(),
                BodyHandlers.ofString());
    }

    private String raw(String target, String host) throws IOException {
        try (Socket socket = new Socket(page.uri().getHost(), page.uri().getPort())) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(target, host)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
