package io.postrider.ingest.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.RequestId;
import io.postrider.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.ConfigProvider;

/** A client of the API, as an application would have one. */
public final class Api {
    public static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Api() {}

    public record Answer(int status, JsonNode body, HttpResponse<String> response) {
        public String id() {
            return body.path("id").asText();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    /** @param headers names and values; an Authorization stands in place of the usual one */
    public static Answer post(String path, String body, String... headers) {
        return postLater(path, body, headers).join();
    }

    public static CompletableFuture<Answer> postLater(String path, String body, String... headers) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Api::answer);
    }

    public static Answer get(String path) {
        return send(request(path).GET().build());
    }

    public static Answer send(HttpRequest request) {
        try {
            return answer(CLIENT.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The value of the meter whose line starts so; 0 if there is none. */
    public static double metric(String start) {
        return metric(start, "");
    }

    /** The sum of the lines that begin so and hold the other text. */
    public static double metric(String start, String inside) {
        try {
            return CLIENT.send(management("/q/metrics").GET().build(), BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(start) && line.contains(inside))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The broker's link, as the health check tells it: up or down. */
    public static String link() {
        for (var check : health("ready").body().get("checks")) {
            if (check.get("name").asText().equals("broker")) {
                return check.get("data").get("link").asText();
            }
        }
        return "no check named broker";
    }

    /** @param probe live, ready or started */
    public static Answer health(String probe) {
        return send(management("/q/health/" + probe).GET().build());
    }

    private static HttpRequest.Builder management(String path) {
        String base = ConfigProvider.getConfig().getValue("test.management.url", String.class);
        return HttpRequest.newBuilder(URI.create(base).resolve(path)).timeout(Patience.LIMIT);
    }

    public static HttpRequest.Builder request(String path) {
        return unsigned(path).header("Authorization", "Bearer " + Neighbours.API_KEY);
    }

    public static HttpRequest.Builder unsigned(String path) {
        String base = ConfigProvider.getConfig().getValue("test.url", String.class);
        return HttpRequest.newBuilder(URI.create(base).resolve(path)).timeout(Patience.LIMIT);
    }

    /** Each answer is held to the document, since clients are generated from it. */
    private static Answer answer(HttpResponse<String> response) {
        try {
            Answer answer = new Answer(response.statusCode(), JSON.readTree(response.body()), response);
            if (Problem.MEDIA_TYPE.equals(answer.header("Content-Type"))) {
                // Whatever refuses, and in any test.
                assertEquals(
                        answer.header(RequestId.HEADER),
                        answer.body().path(RequestId.NAME).asText(),
                        answer::toString);
            }
            String path = response.uri().getRawPath();
            if (path.startsWith("/v1/")) {
                String method = response.request().method();
                assertEquals(List.of(), OpenApi.faults(method, path, answer.status(), answer.body()), response.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + response.body(), e);
        }
    }

    /** A complete message to this number of recipients. */
    public static ObjectNode message(int recipients) {
        ObjectNode message = JSON.createObjectNode();
        message.putObject("from").put("email", "news@shop.example").put("name", "Shop");
        ArrayNode to = message.putArray("to");
        for (int i = 0; i < recipients; i++) {
            ObjectNode recipient = to.addObject().put("email", "person%d@mail.example".formatted(i));
            recipient.putObject("variables").put("first_name", "Person " + i);
        }
        message.put("subject", "Hello {{first_name}}");
        message.put("text", "Hi {{first_name}}");
        message.put("html", "<p>Hi {{first_name}}</p>");
        return message;
    }
}
