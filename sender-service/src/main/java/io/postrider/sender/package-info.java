/**
 * sender-service delivers. A batch enters from {@code mail.outbound.<lane>}; its recipients are paced, their mails
 * composed one by one, delivered over SMTP, and the outcomes settled in the ledger. Only then is the batch acknowledged.
 * Deferred recipients go back to {@code mail.submitted.<lane>} with a delay.
 *
 * <p>{@link io.postrider.sender.Sender} lists the steps. When the broker is lost the work stops at the next recipient;
 * when PostgreSQL is away, outcomes wait to be saved and nothing more is delivered once their bound is reached.
 */
package io.postrider.sender;
