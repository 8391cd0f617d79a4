/**
 * Suppresses domains that do not exist or take no mail.
 *
 * <p>Enters: the evidence that senders, routers and reports record. Leaves: suppressions of whole domains, written by one ingest-service of
 * all. On failure: tried again a minute later, by whichever leads then.
 */
package io.postrider.ingest.feedback.domains;
