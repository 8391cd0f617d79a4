package io.postrider.ingest.model;

import io.postrider.mail.Lane;
import java.time.Instant;
import java.util.UUID;

/**
 * One row of the outbox: an encoded batch that is to be published.
 *
 * @param id of the batch, by which the broker detects a second publish
 * @param message that it belongs to
 * @param recipients in the batch
 * @param dueAt from then on any dispatcher may take it; until then it is the one's that has it in its hands
 */
@SuppressWarnings("ArrayRecordComponent")
public record OutboxBatch(UUID id, UUID message, Lane lane, int priority, int recipients, Instant dueAt, byte[] body) {}
