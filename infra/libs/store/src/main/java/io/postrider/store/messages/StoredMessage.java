package io.postrider.store.messages;

import io.postrider.mail.Addressees;
import io.postrider.mail.Addressees.Kind;
import io.postrider.mail.ContentCodec;
import io.postrider.mail.ContentCodec.Opening;
import io.postrider.mail.Lane;
import io.postrider.mail.Limits;
import io.postrider.store.deliveries.Halt;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of {@code message}, with the opening of its content.
 *
 * @param claimCheck of its content
 * @param from the sender's address
 * @param opening empty if the content is missing, or too little of it was read
 * @param cut whether too little was read
 * @param tags null if it has none
 */
public record StoredMessage(
        UUID id,
        Buffer claimCheck,
        String from,
        Optional<Opening> opening,
        boolean cut,
        Lane lane,
        int priority,
        int recipients,
        Halt halt,
        String campaign,
        Map<String, Object> tags,
        Instant acceptedAt,
        Instant sendAt,
        Instant expiresAt) {

    /** Bytes of a content that nearly always include from and subject. */
    static final int OPENING = 4_096;

    /**
     * Bytes of a content that always include them: they are preceded by at most {@link Limits#COPIES} and a few more
     * addresses with names.
     */
    static final int LONGEST_OPENING = 131_072;

    /** Of {@code message m left join content c}; the number is that of the bytes of the content. */
    static final String COLUMNS = """
            m.id, m.content, m.from_email, substring(c.body for %d) as opening, m.lane, m.priority, m.recipients, m.halted, m.campaign,
            m.tags, m.accepted_at, m.send_at, m.expires_at
            """;

    static StoredMessage of(Row row) {
        Buffer beginning = row.getBuffer("opening");
        Optional<Opening> opening = opening(beginning);
        return new StoredMessage(
                row.getUUID("id"),
                row.getBuffer("content"),
                row.getString("from_email"),
                opening,
                beginning != null && opening.isEmpty(),
                Lane.values()[row.getShort("lane")],
                row.getShort("priority"),
                row.getInteger("recipients"),
                Halt.of(row.getShort("halted")),
                row.getString("campaign"),
                row.getValue("tags") instanceof JsonObject tags ? tags.getMap() : null,
                instant(row, "accepted_at"),
                instant(row, "send_at"),
                instant(row, "expires_at"));
    }

    /** @param beginning of a content, or null if it is missing */
    static Optional<Opening> opening(Buffer beginning) {
        return beginning == null ? Optional.empty() : ContentCodec.opening(beginning.getBytes());
    }

    /** Empty without cc and bcc, and if the content is missing. */
    public Optional<Addressees> addressees() {
        return opening.map(Opening::addressees);
    }

    /** The field of a recipient's address; null if the content is missing. */
    public String kind(int ordinal) {
        return opening.map(known -> known.addressees() == null
                        ? Kind.TO
                        : known.addressees().kind(ordinal))
                .map(Kind::word)
                .orElse(null);
    }

    StoredMessage withOpening(Optional<Opening> known) {
        return new StoredMessage(
                id,
                claimCheck,
                from,
                known,
                false,
                lane,
                priority,
                recipients,
                halt,
                campaign,
                tags,
                acceptedAt,
                sendAt,
                expiresAt);
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
