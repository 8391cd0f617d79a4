/**
 * Estimates the rendered size and cost of templates before a message is accepted.
 *
 * <p>Enters: compiled templates and the variables of recipients. Leaves: nothing, if all mails are within their limits.
 * On failure: a fault of the message, or 429 or 503 while too many costly requests wait.
 */
package io.postrider.ingest.intake.submit.estimate;
