/**
 * Takes batches from {@code mail.submitted.<lane>}, with a separate credit for each lane. Undecodable ones go to {@code mail.dead}
 * with the reason.
 */
package io.postrider.router.receive;
