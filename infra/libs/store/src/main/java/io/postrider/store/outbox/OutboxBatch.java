package io.postrider.store.outbox;

import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * One row of the outbox: an encoded batch to be published.
 *
 * @param id of the batch, by which the broker detects duplicates
 * @param message that it belongs to
 * @param recipients number of recipients in the batch
 * @param dueAt when any dispatcher may take it; until then only the holder of its lease publishes it
 */
@SuppressWarnings("ArrayRecordComponent")
public record OutboxBatch(UUID id, UUID message, Lane lane, int priority, int recipients, Instant dueAt, byte[] body) {

    /**
     * @param body the batch, encoded
     */
    public static OutboxBatch of(Batch batch, Instant dueAt, byte[] body) {
        MessageHead head = batch.message();
        return new OutboxBatch(
                batch.id(),
                head.id(),
                head.lane(),
                batch.priority(head.priority()),
                batch.recipients().size(),
                dueAt,
                body);
    }

    /** Arrays of id, message, lane, priority, recipients, due time and body, as a statement unnests them. */
    public static List<Object> columns(List<OutboxBatch> batches) {
        int size = batches.size();
        UUID[] ids = new UUID[size];
        UUID[] messages = new UUID[size];
        Short[] lanes = new Short[size];
        Short[] priorities = new Short[size];
        Integer[] recipients = new Integer[size];
        OffsetDateTime[] dueAts = new OffsetDateTime[size];
        Buffer[] bodies = new Buffer[size];
        for (int i = 0; i < size; i++) {
            OutboxBatch batch = batches.get(i);
            ids[i] = batch.id();
            messages[i] = batch.message();
            lanes[i] = (short) batch.lane().ordinal();
            priorities[i] = (short) batch.priority();
            recipients[i] = batch.recipients();
            dueAts[i] = batch.dueAt().atOffset(ZoneOffset.UTC);
            bodies[i] = Buffer.buffer(batch.body());
        }
        return List.of(ids, messages, lanes, priorities, recipients, dueAts, bodies);
    }
}
