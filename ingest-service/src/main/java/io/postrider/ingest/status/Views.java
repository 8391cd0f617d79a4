package io.postrider.ingest.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the status calls answer; names and states as {@code META-INF/openapi.yaml} describes them. */
final class Views {
    private Views() {}

    /**
     * @param state {@code scheduled}, {@code queued}, {@code sending} or {@code done}
     * @param counts for every state of a delivery; they add up to {@code recipients}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Message(
            UUID id,
            String state,
            String lane,
            int priority,
            String campaign,
            @JsonProperty("accepted_at") Instant acceptedAt,
            @JsonProperty("send_at") Instant sendAt,
            @JsonProperty("expires_at") Instant expiresAt,
            int recipients,
            Map<String, Long> counts) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delivery(
            int ordinal,
            String email,
            String state,
            int attempts,
            Short code,
            @JsonProperty("enhanced_code") String enhancedCode,
            @JsonProperty("updated_at") Instant updatedAt) {}

    /** @param nextCursor null on the last page; a page may hold fewer rows than asked for and yet not be the last */
    record Deliveries(
            List<Delivery> deliveries,
            @JsonProperty("next_cursor") String nextCursor) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Event(
            String id,
            int ordinal,
            String email,
            String type,
            int attempt,
            Instant at,
            String route,
            Short code,
            @JsonProperty("enhanced_code") String enhancedCode,
            String reply,
            String category) {}

    /** @param nextCursor where to go on; null if there was nothing after {@code cursor} */
    record Events(
            List<Event> events, @JsonProperty("next_cursor") String nextCursor) {}
}
