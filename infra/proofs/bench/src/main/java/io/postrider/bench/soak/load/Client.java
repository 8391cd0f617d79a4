package io.postrider.bench.soak.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postrider.bench.process.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** A persistent application: a call without an answer, or answered with 429 or 5xx, is repeated with the same key. */
public final class Client {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES = 120;
    private static final int ACCEPTED = 202;
    private static final int TOO_MANY = 429;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final URI messages;
    private final String key;

    public Client(URI server, String key) {
        this.messages = server.resolve("/v1/messages");
        this.key = key;
    }

    /** Calls that were refused or failed and were made again. */
    public long refusals() {
        return refusals.sum();
    }

    /** Of the refusals those that no server should give, such as 500. */
    public long faults() {
        return faults.sum();
    }

    /**
     * @return the recipients that were accepted
     * @throws BenchException if it is refused for another reason than the server's state, or too often
     */
    public int submit(String idempotencyKey, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(messages)
                .timeout(REQUEST_LIMIT)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        String answer = "no answer";
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == ACCEPTED) {
                    JsonNode accepted = JSON.readTree(response.body());
                    return accepted.get("accepted").asInt();
                }
                answer = "%d: %s".formatted(response.statusCode(), JSON.readTree(response.body()));
                if (response.statusCode() < INTERNAL && response.statusCode() != TOO_MANY) {
                    break;
                }
                if (response.statusCode() >= INTERNAL && response.statusCode() != UNAVAILABLE) {
                    faults.increment();
                }
            } catch (IOException e) {
                answer = e.toString();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchException("interrupted", e);
            }
            refusals.increment();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new BenchException("POST %s: %s".formatted(messages, answer));
    }
}
