package io.postrider.store.history;

import io.postrider.store.deliveries.State;
import java.time.Instant;

/**
 * A row of {@code delivery} as shown by the API.
 *
 * @param code the SMTP reply code, or null
 * @param enhancedCode the RFC 3463 code, or null
 */
public record StoredDelivery(
        int ordinal, String email, State state, int attempts, Short code, String enhancedCode, Instant updatedAt) {}
