/**
 * Takes batches from {@code mail.submitted.<lane>}, each lane with a credit of its own. What cannot be decoded goes to
 * {@code mail.dead} with its reason.
 */
package io.postrider.router.receive;
