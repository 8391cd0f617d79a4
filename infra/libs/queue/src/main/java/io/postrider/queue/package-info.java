/**
 * The message broker as the services see it: {@link io.postrider.queue.BrokerConnection} and its values, and what carries batches
 * and dead letters over it.
 *
 * <p>Enters: messages to publish, from any thread, and what the broker delivers. Leaves: a settlement for each. Credit is given one
 * by one, so that a service holds no more batches than its setting allows. On failure: when the connection is lost, publishes that
 * are not settled fail at once and the caller decides (a second publish is harmless where the broker detects duplicates). Messages
 * in progress may no longer be settled, see {@link io.postrider.queue.UnsettledDelivery#ours}.
 */
package io.postrider.queue;
