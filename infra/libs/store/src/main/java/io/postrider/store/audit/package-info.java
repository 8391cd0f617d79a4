/**
 * Counts what is stored, for the audit.
 *
 * <p>Enters: a limit of time. Leaves: a snapshot of one moment. On failure: the driver's exception, or that of a timeout.
 */
package io.postrider.store.audit;
