/**
 * The message broker as an interface: {@link io.postrider.queue.BrokerConnection} and its values, and senders and
 * receivers of batches and dead letters.
 *
 * <p>Input: messages to publish, from any thread, and messages delivered by the broker. Output: a settlement for each.
 * Credit is granted one by one, so that a service holds no more batches than its setting allows. On failure: when the
 * connection is lost, unsettled publishes fail immediately and the caller decides (publishing again is harmless if the
 * broker detects duplicates). Messages in progress may no longer be settled, see {@link
 * io.postrider.queue.UnsettledDelivery#ours}.
 */
package io.postrider.queue;
