/**
 * Reads and validates a whole request before anything is written.
 *
 * <p>Input: the bytes of a body and the Idempotency-Key of an API key. Output: a {@link
 * io.postrider.ingest.model.Submission} that cannot be refused any more. Fails with a {@link
 * io.postrider.ingest.web.Problem.Refusal} that lists every fault with its JSON pointer. This package does not depend
 * on the database or the broker.
 */
package io.postrider.ingest.intake.submit;
