/**
 * Reads a request and checks it whole, before anything is written.
 *
 * <p>Enters: the bytes of a body and the Idempotency-Key of an API key. Leaves: a {@link io.postrider.ingest.model.Submission} in which nothing
 * can be refused any more. Fails with a {@link io.postrider.ingest.web.Problem.Refusal} that lists every fault with its JSON
 * pointer. Nothing here knows the database or the broker.
 */
package io.postrider.ingest.intake.submit;
