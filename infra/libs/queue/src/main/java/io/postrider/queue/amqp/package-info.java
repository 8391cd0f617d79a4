/**
 * The broker connection over AMQP 1.0 to ActiveMQ Artemis, on vertx-proton. One TCP connection for both directions, with a link for
 * each address and direction.
 *
 * <p>Input: messages to publish and deliveries of the broker. Output: settlements. On failure: a lost connection is
 * reconnected, with backoff and jitter, to the next of its addresses; a refused link is attached again after five
 * seconds; a management request times out.
 */
package io.postrider.queue.amqp;
