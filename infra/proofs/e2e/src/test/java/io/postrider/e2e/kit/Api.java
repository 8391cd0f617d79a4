package io.postrider.e2e.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** The public API as a customer calls it. */
public final class Api {
    public static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Patience.LIMIT)
            .build();
    private final URI base;
    private final String key;
    private final Duration patience;

    public Api(URI base, String key) {
        this(base, key, Patience.LIMIT);
    }

    /** @param patience how long an answer may take */
    public Api(URI base, String key, Duration patience) {
        this.base = base;
        this.key = key;
        this.patience = patience;
    }

    /** A message to the given addresses, each with a variable {@code n}, its place. */
    public static ObjectNode message(String lane, List<String> emails) {
        ObjectNode message = JSON.createObjectNode();
        message.putObject("from").put("email", "news@shop.example").put("name", "Shop");
        ArrayNode to = message.putArray("to");
        for (int n = 0; n < emails.size(); n++) {
            to.addObject().put("email", emails.get(n)).putObject("variables").put("n", n);
        }
        message.put("subject", "Offer {{n}} for {{email}}");
        message.put("text", "Dear {{email}},\nyou are number {{n}}.\n");
        message.put("html", "<style>p { margin: 0 }</style><p>Dear {{email}}, you are number <b>{{n}}</b>.</p>");
        message.put("lane", lane);
        return message;
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.POST(BodyPublishers.ofString(body)).build());
    }

    public HttpResponse<String> delete(String path) {
        return send(request(path).DELETE().build());
    }

    /** Sends a message that must be accepted, and answers its id. */
    public String accepted(ObjectNode message, String... headers) {
        HttpResponse<String> answer = post("/v1/messages", message.toString(), headers);
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return json(answer).path("id").asText();
    }

    public JsonNode get(String path) {
        HttpResponse<String> answer = send(request(path).build());
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return json(answer);
    }

    public static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(answer.body(), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(patience).header("Authorization", "Bearer " + key);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
