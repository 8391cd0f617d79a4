package io.postrider.ingest.model;

import java.util.Comparator;
import java.util.Objects;

/**
 * A client's idempotency key. It belongs to the API key of its request: two API keys may use the same value without
 * affecting each other.
 *
 * @param apiKey the name of the API key in the configuration, which stays the same when its secret changes
 * @param value as supplied by the client
 */
public record IdempotencyKey(String apiKey, String value) implements Comparable<IdempotencyKey> {
    private static final Comparator<IdempotencyKey> ORDER =
            Comparator.comparing(IdempotencyKey::apiKey).thenComparing(IdempotencyKey::value);

    public IdempotencyKey {
        Objects.requireNonNull(apiKey, "an idempotency key belongs to an API key");
        Objects.requireNonNull(value, "value");
    }

    @Override
    public int compareTo(IdempotencyKey other) {
        return ORDER.compare(this, other);
    }
}
