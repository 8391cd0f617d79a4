package io.postrider.store.outbox;

import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Lane;
import io.postrider.mail.UndecodableException;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of {@code dead_letter} without its body.
 *
 * @param place the order in which the dead letters came
 * @param lane null, like {@code message}, if the body is no batch
 * @param recipients of the batch; 0 if it is none
 * @param replayedAt null unless it was replayed
 * @param discardedAt null unless it was discarded
 */
public record StoredDeadLetter(
        UUID id,
        long place,
        Instant diedAt,
        String origin,
        String kind,
        String reason,
        int deliveries,
        UUID message,
        Lane lane,
        int recipients,
        Instant replayedAt,
        Instant discardedAt) {
    static final String COLUMNS = "id, place, died_at, origin, kind, reason, deliveries, message_id, lane,"
            + " coalesce(cardinality(ordinals), 0) as recipients, replayed_at, discarded_at";

    /** With the body, which may be large. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Whole(StoredDeadLetter deadLetter, byte[] body) {

        /** Empty if the bytes are no batch. */
        public Optional<Batch> batch() {
            return StoredDeadLetter.batch(body);
        }
    }

    /** Whether it waits for a decision. */
    public boolean waiting() {
        return replayedAt == null && discardedAt == null;
    }

    static StoredDeadLetter of(Row row) {
        Short lane = row.getShort("lane");
        return new StoredDeadLetter(
                row.getUUID("id"),
                row.getLong("place"),
                instant(row, "died_at"),
                row.getString("origin"),
                row.getString("kind"),
                row.getString("reason"),
                row.getInteger("deliveries"),
                row.getUUID("message_id"),
                lane == null ? null : Lane.values()[lane],
                row.getInteger("recipients"),
                instant(row, "replayed_at"),
                instant(row, "discarded_at"));
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    static Optional<Batch> batch(byte[] body) {
        try {
            return Optional.of(BatchCodec.decode(body));
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }
}
