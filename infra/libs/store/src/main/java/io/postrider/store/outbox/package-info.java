/**
 * Batches waiting for the broker, and dead letters: outbox, dead letters, and requeueing.
 *
 * <p>Input: batches of accepted messages, dead letters, and an operator's decisions. Output: batches to publish, each
 * for the length of a lease. On failure: the driver's exception, except for the mark of a published batch, which is
 * retried several times.
 */
package io.postrider.store.outbox;
