package io.postrider.ingest.model;

import java.util.Comparator;
import java.util.Objects;

/**
 * A client's key against repetition. It belongs to the API key that it came with: two API keys may have the same value, and neither
 * learns of the other's.
 *
 * @param apiKey the name of the API key in the configuration, which stays when its secret is changed
 * @param value as the client gave it
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
