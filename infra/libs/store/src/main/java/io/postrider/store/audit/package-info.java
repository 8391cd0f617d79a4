/**
 * Counts the records for the audit.
 *
 * <p>Enters: a time limit. Leaves: a snapshot of one moment. On failure: the driver's exception, or that of a timeout.
 */
package io.postrider.store.audit;
