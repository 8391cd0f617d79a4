package io.postrider.mail;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What a batch must know of its message to be decided and delivered. The content is not here: it is a claim check.
 *
 * @param id the message's UUIDv7
 * @param content the claim check: SHA-256 of the encoded {@link Content}, in hexadecimal
 * @param from the sender's address; the envelope sender (RFC 5321 reverse-path) and what routes are matched on
 * @param lane the queue it travels in on every hop
 * @param priority the AMQP priority within the lane as it was submitted, 0 to 9; steps do not change it
 * @param acceptedAt when the API answered 202
 * @param sendAt when it is due, later than it was accepted; null if it was due at once
 * @param expiresAt when it is no longer worth delivering
 * @param audience the number of recipients of the whole message
 * @param boundaryKey a random key (122 bits) from which the sender makes the MIME boundary of each mail (RFC 2046, 5.1.1), so that
 *     nobody can calculate another mail's boundary, and a second attempt has the same bytes; null in batches of older versions
 *     stands for the id, which is no secret: bodies are encoded so that no line can be taken for a boundary
 * @param variables the template variables that all its recipients share
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

    /** Of a message that is due when it is accepted. */
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
     * The origination date of its mails (RFC 5322, 3.6.1), the same on every attempt. Mail programs sort by it, and filters distrust
     * a date that is long past, so of scheduled mail it is the time for which it was scheduled.
     */
    public Instant date() {
        return sendAt == null ? acceptedAt : sendAt;
    }
}
