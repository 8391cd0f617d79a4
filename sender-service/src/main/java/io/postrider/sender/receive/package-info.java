/**
 * Takes batches from {@code mail.outbound.<lane>}, with a small separate credit for each lane, and compares each with the ledger:
 * recipients that an earlier delivery of the same batch has finished are skipped. A batch that is redelivered while it is still in
 * progress here waits for that work.
 */
package io.postrider.sender.receive;
