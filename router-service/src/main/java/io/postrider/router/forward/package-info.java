/**
 * Publishes the decided batches to {@code mail.outbound.<lane>}, and those whom no route takes back to {@code
 * mail.submitted.<lane>} with a delay. Goes on trying while the broker is in trouble and the batch is still ours.
 */
package io.postrider.router.forward;
