/**
 * Publishes what was accepted. A batch is marked published only after the broker has settled it.
 *
 * <p>Enters: batches right after their commit, in memory; and due rows of the outbox: scheduled ones, those that found no
 * room in memory, leftovers of a crash or of an outage. Leaves: messages on {@code mail.submitted.*}. When a publish fails,
 * or the mark does, the row is due again after its lease, or when the link is back if it was lost; the broker drops the second
 * publish by its id. While the broker is away nothing is taken, so rows keep their order. Each lane has its own window, so none
 * holds up another.
 *
 * <p>A poll takes rows by moving their {@code due_at} ahead in one UPDATE (a lease), not by holding row locks until they
 * are published: the transaction is over before the broker is asked, however long that takes, and a crash needs no
 * clean-up.
 */
package io.postrider.ingest.intake.dispatch;
