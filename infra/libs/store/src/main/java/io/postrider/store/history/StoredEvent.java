package io.postrider.store.history;

import io.postrider.replies.Category;
import io.postrider.store.deliveries.EventType;
import java.time.Instant;

/**
 * A row of {@code delivery_event}.
 *
 * @param id its position in the history of its message
 * @param email the recipient's address
 * @param route null if none was tried
 * @param code the SMTP reply code, or null
 * @param enhancedCode the RFC 3463 code, or null
 * @param reply the remote text or our own reason, or null
 * @param category of a bounce, or null
 */
public record StoredEvent(
        long id,
        int ordinal,
        String email,
        EventType type,
        int attempt,
        Instant at,
        String route,
        Short code,
        String enhancedCode,
        String reply,
        Category category) {}
