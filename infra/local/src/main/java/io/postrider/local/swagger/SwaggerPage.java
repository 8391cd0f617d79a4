package io.postrider.local.swagger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.postrider.neighbours.http.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Swagger UI for the document of a running ingest-service. Its calls go through this server to the API, so that the API
 * need not allow cross-origin calls. The user enters the key; this server adds none.
 */
public final class SwaggerPage implements HttpHandler {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String VERSIONED = "/META-INF/resources/webjars/swagger-ui/%s/";
    private static final String POM = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final Map<String, String> TYPES =
            Map.of("swagger-ui.css", "text/css", "swagger-ui-bundle.js", "text/javascript");
    private static final Map<String, String> OWN = Map.of("/", "text/html", "/start.js", "text/javascript");

    private static final List<String> FORWARDED = List.of("Authorization", "Content-Type", "Accept", "Idempotency-Key");
    private static final List<String> RETURNED =
            List.of("Content-Type", "Location", "Retry-After", "Allow", "WWW-Authenticate");

    /** More than the API accepts, so that the API itself refuses a larger body. */
    private static final int BODY_BYTES = 32 << 20;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI api;

    private SwaggerPage(URI api) {
        this.api = api;
    }

    /**
     * @param api where ingest-service listens
     * @param port to listen on, 0 for any free one
     */
    public static LoopbackServer start(URI api, int port) {
        return LoopbackServer.start("swagger-page", port, new SwaggerPage(api));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String file = path.startsWith("/swagger-ui/") ? path.substring("/swagger-ui/".length()) : "";
        if (path.equals("/openapi.yaml") || path.startsWith("/v1/")) {
            forward(exchange);
        } else if (!exchange.getRequestMethod().equals("GET")) {
            LoopbackServer.answer(exchange, 405, "text/plain", "Only GET.");
        } else if (OWN.containsKey(path)) {
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            serve(exchange, path.equals("/") ? "index.html" : path.substring(1), OWN.get(path));
        } else if (TYPES.containsKey(file)) {
            serve(exchange, VERSIONED.formatted(version()) + file, TYPES.get(file));
        } else {
            LoopbackServer.answer(exchange, 404, "text/plain", "There is no such page.");
        }
    }

    private static void serve(HttpExchange exchange, String resource, String type) throws IOException {
        try (InputStream in = SwaggerPage.class.getResourceAsStream(resource)) {
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            LoopbackServer.write(exchange, 200, in.readAllBytes());
        }
    }

    private static String version() throws IOException {
        java.util.Properties properties = new java.util.Properties();
        try (InputStream in = SwaggerPage.class.getResourceAsStream(POM)) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    /** Always a URL of the API, whatever host the request's target has. */
    private URI target(URI asked) {
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        return URI.create("http://%s:%d%s%s".formatted(api.getHost(), api.getPort(), asked.getRawPath(), query));
    }

    private void forward(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES);
        HttpRequest.Builder call = HttpRequest.newBuilder(target(exchange.getRequestURI()))
                .timeout(LIMIT)
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (String name : FORWARDED) {
            List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
            values.forEach(value -> call.header(name, value));
        }
        try {
            HttpResponse<byte[]> answer = client.send(call.build(), BodyHandlers.ofByteArray());
            for (String name : RETURNED) {
                answer.headers()
                        .allValues(name)
                        .forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
            LoopbackServer.write(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LoopbackServer.answer(exchange, 503, "text/plain", "This run is stopping.");
        } catch (IOException e) {
            LoopbackServer.answer(exchange, 502, "text/plain", "ingest-service does not respond.");
        }
    }
}
