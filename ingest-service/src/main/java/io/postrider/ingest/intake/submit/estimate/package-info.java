/**
 * Estimates the rendered size and cost of templates before a message is accepted.
 *
 * <p>Input: compiled templates and the variables of recipients. Output: nothing, if all mails are within their limits.
 * On failure: a fault of the message, or 429 or 503 while too many costly requests wait.
 */
package io.postrider.ingest.intake.submit.estimate;
