/**
 * The link to the broker that all three services use, over AMQP 1.0. One connection for both directions; credit is given
 * one by one, so that a service holds no more batches than its setting allows.
 *
 * <p>Enters: parcels to publish, from any thread, and what the broker delivers. Leaves: a settlement for each. When the
 * link is lost, unsettled publishes fail at once (the caller decides; the broker's duplicate detection makes a second
 * publish harmless), a question to the broker's management gets no answer until its time is over, arrivals lose their right to
 * be settled ({@link io.postrider.queue.Arrival#ours}), and the link keeps reconnecting, with backoff and jitter, to the
 * next of its addresses.
 */
package io.postrider.queue;
