/**
 * Processes reports that arrive by mail after delivery: bounces (RFC 3464 and older formats) and complaints (RFC 5965).
 *
 * <p>Input: a mail over SMTP, to a return path that we signed ({@link io.postrider.tokens.ReturnPath}) or to the
 * address for feedback loops; all other recipients are refused, so no body is read for them. Output: an event of the
 * delivery's history, and a suppression if the address is bad or its owner complained. The delivery's state does not
 * change. The 250 is sent after the commit.
 *
 * <p>Only the signature identifies the delivery, never the text of a report, which anyone can forge. Mails that report
 * no failure are accepted, counted and dropped: a refusal would make their senders retry. When PostgreSQL is away the
 * reply is 451, and the server sends the report again later.
 */
package io.postrider.ingest.feedback.reports;
