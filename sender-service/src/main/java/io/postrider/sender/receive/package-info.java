/**
 * Takes batches from {@code mail.outbound.<lane>}, each lane with a small credit of its own, and compares each with the
 * ledger: what an earlier delivery of the same batch has finished is not done again. A batch that comes back while it is
 * still at work here waits for that work.
 */
package io.postrider.sender.receive;
