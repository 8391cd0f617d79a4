/**
 * The batches that wait for the broker, and those that it gave up: outbox, dead letters, and what goes from them back into the outbox.
 *
 * <p>Enters: batches of accepted messages, dead letters, and an operator's decisions. Leaves: batches to publish, a lease at a time.
 * On failure: the driver's exception, except for the mark of a published batch, which is tried several times.
 */
package io.postrider.store.outbox;
