package io.postrider.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.local.LocalSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends a sign-in code and a small campaign, using only the public API. */
public final class Demo {
    private static final int CAMPAIGN_RECIPIENTS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> NAMES =
            List.of("Ann", "Bjørn", "Chloé", "Dmitri", "Elif", "Frank", "Giulia", "Hiro", "Inês", "Jürgen");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final String key;

    public Demo(LocalSystem system) {
        this.api = system.ingest();
        this.key = system.apiKey();
    }

    /** @param delivered mails delivered out of {@code sent}, when all were or the time was up */
    public record Result(int sent, int delivered, Duration took) {
        public boolean complete() {
            return sent == delivered;
        }
    }

    public Result send() {
        long begun = System.nanoTime();
        String code = submit(signInCode());
        String campaign = submit(campaign());
        int sent = 1 + CAMPAIGN_RECIPIENTS;
        int delivered = 0;
        while (delivered < sent && System.nanoTime() - begun < LIMIT.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            delivered = delivered(code) + delivered(campaign);
        }
        return new Result(sent, delivered, Duration.ofNanos(System.nanoTime() - begun));
    }

    private ObjectNode signInCode() {
        ObjectNode message = json.createObjectNode();
        message.putObject("from").put("email", "accounts@shop.example").put("name", "Corner Shop");
        recipient(message.putArray("to"), "ann@mail.example", "Ann").put("code", "482 913");
        message.put("lane", "transactional");
        message.put("subject", "{{code}} is your sign-in code");
        message.put("text", resource("code.txt"));
        message.put("html", resource("code.html"));
        return message;
    }

    private ObjectNode campaign() {
        ObjectNode message = json.createObjectNode();
        message.putObject("from").put("email", "news@shop.example").put("name", "Corner Shop");
        ArrayNode to = message.putArray("to");
        for (int i = 1; i <= CAMPAIGN_RECIPIENTS; i++) {
            String name = NAMES.get(i % NAMES.size());
            recipient(to, "reader-%d@mail.example".formatted(i), name)
                    .put("first_name", name)
                    .put("points", 40 + 17 * i);
        }
        message.put("lane", "bulk");
        message.put("campaign", "spring-sale");
        message.putObject("variables").put("season", "spring");
        message.put("subject", "{{first_name}}, you have {{points}} points this {{season}}");
        message.put("text", resource("campaign.txt"));
        message.put("html", resource("campaign.html"));
        message.putArray("attachments")
                .addObject()
                .put("filename", "logo.png")
                .put("content_type", "image/png")
                .put("content_id", "logo")
                .put("content", bytes("logo.png"));
        return message;
    }

    private static ObjectNode recipient(ArrayNode to, String email, String name) {
        ObjectNode recipient = to.addObject().put("email", email).put("name", name);
        return recipient.putObject("variables");
    }

    /** The id of the message. */
    private String submit(ObjectNode message) {
        HttpRequest request = request("/v1/messages")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                .build();
        return ask(request, 202).path("id").asText();
    }

    private int delivered(String id) {
        return ask(request("/v1/messages/" + id).build(), 200)
                .path("counts")
                .path("delivered")
                .asInt();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + key);
    }

    private JsonNode ask(HttpRequest request, int expected) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != expected) {
                throw new IllegalStateException("%s %s returned %d: %s"
                        .formatted(
                                request.method(),
                                request.uri(),
                                response.statusCode(),
                                new String(response.body(), StandardCharsets.UTF_8)));
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String resource(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) {
        try (InputStream in = Demo.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
