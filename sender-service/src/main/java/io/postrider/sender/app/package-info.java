/**
 * sender-service delivers. A batch enters from {@code mail.outbound.<lane>}; its recipients are paced, their mails
 * composed one by one, delivered over SMTP, and the outcomes settled in the ledger. Only then is the batch acknowledged.
 * Deferred recipients go back to {@code mail.submitted.<lane>} with a delay.
 *
 * <p>{@link io.postrider.sender.app.Sender} lists the steps. When the broker is lost the work stops at the next recipient;
 * when PostgreSQL is away, outcomes wait to be saved and nothing more is delivered once their bound is reached.
 *
 * <p>The health checks are here as well. Liveness depends on nothing outside; readiness on all that a batch needs.
 */
package io.postrider.sender.app;
