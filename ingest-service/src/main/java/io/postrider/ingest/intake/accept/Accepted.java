package io.postrider.ingest.intake.accept;

import io.postrider.store.outbox.OutboxBatch;
import java.util.List;

/**
 * A committed request.
 *
 * @param answer the body for the client
 * @param batches to publish immediately; none if the request is scheduled or was accepted before
 * @param repeated whether the answer is that of an earlier request with the same Idempotency-Key
 */
public record Accepted(String answer, List<OutboxBatch> batches, boolean repeated) {}
