package io.postrider.store.outbox;

import io.postrider.mail.Lane;
import java.time.Instant;
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
public record OutboxBatch(UUID id, UUID message, Lane lane, int priority, int recipients, Instant dueAt, byte[] body) {}
