/**
 * Publishes the decided batches to {@code mail.outbound.<lane>}. Recipients without a matching route go with them, without a
 * route: the sender defers them as unreachable. Retries while the broker is in trouble and the batch is still ours.
 */
package io.postrider.router.forward;
