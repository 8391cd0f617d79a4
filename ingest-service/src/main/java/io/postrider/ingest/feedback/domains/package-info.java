/**
 * Suppresses domains that do not exist or accept no mail.
 *
 * <p>Input: the evidence that senders, routers and reports record. Output: suppressions of whole domains, written by
 * one ingest-service at a time. On failure: retried a minute later by the current leader.
 */
package io.postrider.ingest.feedback.domains;
