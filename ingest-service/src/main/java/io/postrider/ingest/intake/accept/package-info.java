/**
 * Makes a submission durable: message, deliveries and outbox batches in one transaction with those of other requests.
 *
 * <p>Enters: a checked {@link io.postrider.ingest.model.Submission}. Leaves, after the commit: what the client is answered and
 * the batches to publish. A repeated Idempotency-Key leaves with the first answer and no batches. When PostgreSQL is away
 * or slow, or too much waits, nothing of the request is written and it fails with a 503 refusal; only a commit whose
 * confirmation was lost may have taken effect, which an Idempotency-Key makes harmless.
 */
package io.postrider.ingest.intake.accept;
