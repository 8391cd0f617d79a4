/**
 * Publishes what was accepted. A batch is marked published only after the broker has settled it.
 *
 * <p>Input: batches right after their commit, in memory; and due rows of the outbox: scheduled ones, those that did
 * not fit in memory, and those left by a crash or an outage. Output: messages on {@code mail.submitted.*}. If a publish
 * or its mark fails, the row is due again when its lease expires, or when a lost link is back; the broker drops the
 * duplicate by its id. While the broker is away no row is taken, so rows keep their order. Each lane has a separate
 * window, so no lane delays another.
 *
 * <p>A poll takes rows by moving their {@code due_at} ahead in one UPDATE (a lease), not by holding row locks until
 * they are published: the transaction ends before the publish starts, however long that takes, and a crash needs no
 * clean-up.
 */
package io.postrider.ingest.intake.dispatch;
