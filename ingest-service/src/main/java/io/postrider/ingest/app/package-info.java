/**
 * Assembles the service from its features: the path of a submission, the landing page, the clock.
 *
 * <p>Input: a call that submits mail, or a mail of this service itself. Output: the answer, after {@code submit}, {@code accept} and
 * {@code dispatch} were called in this order. On failure: the refusal of the step that failed.
 */
package io.postrider.ingest.app;
