/**
 * Requeues the mail that was on a broker when it lost its journal.
 *
 * <p>Input: a call of an operator with a time at which the broker was down. Output: new batches in the outbox for all
 * recipients in flight that were published before. The outbox still has their batches: they are kept until a day after
 * their message expired. Each batch is one transaction. A requeued recipient belongs to the new row and is not taken
 * from the old one again, so a failed call (503 when PostgreSQL is away) can simply be repeated.
 */
package io.postrider.ingest.control.requeue;
