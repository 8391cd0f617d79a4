/**
 * Publishes the decided batches to {@code mail.outbound.<lane>}. Whom no route takes goes with them, without a route: the
 * sender defers them like any other who could not be reached. Goes on trying while the broker is in trouble and the batch
 * is still ours.
 */
package io.postrider.router.forward;
