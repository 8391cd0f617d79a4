package io.postrider.mail;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The part of a message that a batch needs for routing and delivery. The content is represented by a claim check.
 *
 * @param id the message's UUIDv7
 * @param content the claim check: SHA-256 of the encoded {@link Content}, in hexadecimal
 * @param from the sender's address; the envelope sender (RFC 5321 reverse-path) and matched against routes
 * @param lane the queue on every hop
 * @param priority the submitted AMQP priority within the lane, 0 to 9; no step changes it
 * @param acceptedAt when the API answered 202
 * @param sendAt when it is due, if later than the acceptance; null if it was due immediately
 * @param expiresAt when it expires
 * @param audience the number of recipients of the whole message
 * @param boundaryKey a random key (122 bits) from which the sender makes the MIME boundary of each mail (RFC 2046,
 *     5.1.1), so that the boundary of another mail cannot be calculated, and a second attempt has the same bytes. Null
 *     in batches of older versions; then the id is used, which is not secret: bodies are encoded so that no line can be
 *     mistaken for a boundary
 * @param variables the template variables shared by all its recipients
 */
public record MessageHead(
        UUID id,
        String content,
        String from,
        Lane lane,
        int priority,
        Instant acceptedAt,
        Instant sendAt,
        Instant expiresAt,
        int audience,
        UUID boundaryKey,
        Map<String, Object> variables) {
    public MessageHead {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        boundaryKey = boundaryKey == null ? id : boundaryKey;
        variables = variables == null ? Map.of() : variables;
    }

    /** The head of a message that is due when it is accepted. */
    public MessageHead(
            UUID id,
            String content,
            String from,
            Lane lane,
            int priority,
            Instant acceptedAt,
            Instant expiresAt,
            int audience,
            UUID boundaryKey,
            Map<String, Object> variables) {
        this(id, content, from, lane, priority, acceptedAt, null, expiresAt, audience, boundaryKey, variables);
    }

    /**
     * The origination date of its mails (RFC 5322, 3.6.1), the same on every attempt. Mail programs sort by it, and
     * filters distrust old dates, so for scheduled mail it is the scheduled time.
     */
    public Instant date() {
        return sendAt == null ? acceptedAt : sendAt;
    }
}
