/**
 * Makes a submission durable: message, deliveries and outbox batches in one transaction with those of other requests.
 *
 * <p>Input: a checked {@link io.postrider.ingest.model.Submission}. Leaves, after the commit: the answer for the
 * client and the batches to publish. A repeated Idempotency-Key leaves with the first answer and no batches. When
 * PostgreSQL is away or slow, or too many requests are waiting, nothing of the request is written and it fails with a
 * 503 refusal. Only a commit whose confirmation was lost may have taken effect; an Idempotency-Key makes a repetition
 * harmless.
 */
package io.postrider.ingest.intake.accept;
