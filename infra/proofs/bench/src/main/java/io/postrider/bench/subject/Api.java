package io.postrider.bench.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.postrider.bench.process.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** A client of Postrider's API, as an application would write one. */
final class Api {
    static final String MESSAGES = "/v1/messages";
    static final int REQUESTS_AT_ONCE = 4;

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    private static final Duration DELIVERED_LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String key;

    /** Accepted recipients of the last submission, by message id. */
    private final Map<String, Integer> accepted = new HashMap<>();

    Api(URI server, String key) {
        this.server = server;
        this.key = key;
    }

    /** Returns when each of the bodies was answered with 202 and none of its recipients was rejected. */
    void submit(List<byte[]> bodies) {
        accepted.clear();
        ExecutorService senders = Executors.newFixedThreadPool(REQUESTS_AT_ONCE);
        try {
            List<Callable<JsonNode>> posts = bodies.stream()
                    .<Callable<JsonNode>>map(body -> () -> post(body))
                    .toList();
            for (Future<JsonNode> answer : senders.invokeAll(posts)) {
                accepted.put(
                        answer.get().get("id").asText(),
                        answer.get().get("accepted").asInt());
            }
        } catch (ExecutionException e) {
            throw new BenchException(
                    "POST %s: %s".formatted(MESSAGES, e.getCause().getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } finally {
            senders.shutdownNow();
        }
    }

    /** Completes when it was answered with 202. */
    CompletableFuture<Void> submitLater(byte[] body) {
        return http.sendAsync(posted(body), HttpResponse.BodyHandlers.ofString())
                .thenAccept(answer -> {
                    if (answer.statusCode() != 202) {
                        throw new BenchException("answered %d: %s".formatted(answer.statusCode(), answer.body()));
                    }
                });
    }

    private HttpRequest posted(byte[] body) {
        return request(MESSAGES)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private JsonNode post(byte[] body) throws IOException, InterruptedException {
        JsonNode answer = answer(posted(body), 202);
        if (!answer.path("rejected").isEmpty()) {
            throw new IOException("recipients were rejected: " + answer.get("rejected"));
        }
        return answer;
    }

    /** Returns when the last submission is delivered to the last recipient, by its counts. */
    void awaitDelivered() {
        long deadline = System.nanoTime() + DELIVERED_LIMIT.toNanos();
        accepted.forEach((id, recipients) -> {
            JsonNode counts = counts(id);
            while (counts.path("delivered").asInt() < recipients) {
                if (System.nanoTime() > deadline) {
                    throw new BenchException(
                            "the sink has all mails, but message %s still reports %s".formatted(id, counts));
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                counts = counts(id);
            }
        });
    }

    /** A body as it is. */
    byte[] get(String path) {
        try {
            HttpResponse<byte[]> answer = http.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new BenchException("GET %s answered %d: %s"
                        .formatted(path, answer.statusCode(), new String(answer.body(), UTF_8)));
            }
            return answer.body();
        } catch (IOException e) {
            throw new BenchException("GET %s: %s".formatted(path, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** Nothing if the API asks to come back later. */
    private JsonNode counts(String id) {
        try {
            HttpRequest request = request(MESSAGES + "/" + id).build();
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 503) {
                return MissingNode.getInstance();
            }
            return checked(response, 200).path("counts");
        } catch (IOException e) {
            throw new BenchException("GET of message %s: %s".formatted(id, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(REQUEST_LIMIT)
                .header("Authorization", "Bearer " + key);
    }

    private JsonNode answer(HttpRequest request, int expected) throws IOException, InterruptedException {
        return checked(http.send(request, HttpResponse.BodyHandlers.ofByteArray()), expected);
    }

    private static JsonNode checked(HttpResponse<byte[]> response, int expected) throws IOException {
        JsonNode body = JSON.readTree(response.body());
        if (response.statusCode() != expected) {
            throw new IOException("answered %d: %s".formatted(response.statusCode(), body));
        }
        return body;
    }
}
