/**
 * Reads the text of reports: bounces (RFC 3464 and plain text) and complaints (RFC 5965).
 *
 * <p>Input: the bytes of a mail. Output: a {@link io.postrider.ingest.feedback.reports.read.Report}. A mail that
 * cannot be read, or is not a report, becomes a report that changes nothing, with the reason. Pure functions, bounded
 * by the size of the mail.
 */
package io.postrider.ingest.feedback.reports.read;
