package io.postrider.ingest.control.messages;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.postrider.mail.Content;
import io.postrider.mail.ContentCodec;
import io.postrider.store.history.StoredDelivery;
import io.postrider.store.history.StoredEvent;
import io.postrider.store.messages.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Responses of the status calls; names and states as described in this feature's {@code openapi.yaml}. */
final class MessageViews {
    private MessageViews() {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Mailbox(String email, String name) {
        private static Mailbox of(Content.Mailbox mailbox) {
            return new Mailbox(mailbox.email(), mailbox.name());
        }
    }

    /**
     * A message as submitted.
     *
     * @param state {@code scheduled}, {@code queued}, {@code sending}, {@code done} or {@code cancelled}; null in a list
     * @param to the To address shown in every copy; null, as is {@code cc}, if the message was submitted without cc and bcc
     * @param subject a template; null if the content is no longer stored
     * @param counts number of deliveries in each state; their sum is {@code recipients}; null in a list
     * @param delivery of the recipient searched for, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Message(
            UUID id,
            String state,
            Mailbox from,
            Mailbox to,
            List<Mailbox> cc,
            String subject,
            String lane,
            int priority,
            String campaign,
            Map<String, Object> tags,
            @JsonProperty("accepted_at") Instant acceptedAt,
            @JsonProperty("send_at") Instant sendAt,
            @JsonProperty("expires_at") Instant expiresAt,
            int recipients,
            Map<String, Long> counts,
            Delivery delivery) {

        static Message of(StoredMessage message, String state, Map<String, Long> counts, StoredDelivery delivery) {
            return new Message(
                    message.id(),
                    state,
                    new Mailbox(
                            message.from(),
                            message.opening()
                                    .map(opening -> opening.from().name())
                                    .orElse(null)),
                    message.addressees()
                            .map(addressees -> Mailbox.of(addressees.to()))
                            .orElse(null),
                    message.addressees()
                            .map(addressees ->
                                    addressees.cc().stream().map(Mailbox::of).toList())
                            .orElse(null),
                    message.opening().map(ContentCodec.Opening::subject).orElse(null),
                    message.lane().word(),
                    message.priority(),
                    message.campaign(),
                    message.tags(),
                    message.acceptedAt(),
                    message.sendAt(),
                    message.expiresAt(),
                    message.recipients(),
                    counts,
                    delivery == null ? null : Delivery.of(delivery, message));
        }
    }

    /** @param nextCursor null on the last page only; a page with fewer messages than requested is not necessarily the last */
    record Messages(
            List<Message> messages,
            @JsonProperty("next_cursor") String nextCursor) {}

    /** @param kind {@code to}, {@code cc} or {@code bcc}; null if the content is no longer stored */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delivery(
            int ordinal,
            String email,
            String kind,
            String state,
            int attempts,
            Short code,
            @JsonProperty("enhanced_code") String enhancedCode,
            @JsonProperty("updated_at") Instant updatedAt) {

        static Delivery of(StoredDelivery delivery, StoredMessage message) {
            return new Delivery(
                    delivery.ordinal(),
                    delivery.email(),
                    message.kind(delivery.ordinal()),
                    delivery.state().word(),
                    delivery.attempts(),
                    delivery.code(),
                    delivery.enhancedCode(),
                    delivery.updatedAt());
        }
    }

    /** @param nextCursor null on the last page; other pages, too, may have fewer rows than requested */
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
            String category) {
        static Event of(StoredEvent event) {
            return new Event(
                    Long.toString(event.id()),
                    event.ordinal(),
                    event.email(),
                    event.type().word(),
                    event.attempt(),
                    event.at(),
                    event.route(),
                    event.code(),
                    event.enhancedCode(),
                    event.reply(),
                    event.category() == null ? null : event.category().word());
        }
    }

    /** @param nextCursor the cursor for the next call; null if there was nothing after {@code cursor} */
    record Events(
            List<Event> events, @JsonProperty("next_cursor") String nextCursor) {}
}
