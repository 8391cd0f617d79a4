/**
 * Counts the records for the audit.
 *
 * <p>Input: a time limit. Output: a snapshot of one moment. On failure: the driver's exception, or that of a timeout.
 */
package io.postrider.store.audit;
