/**
 * Hands over again what was on a broker that lost its journal.
 *
 * <p>Enters: a call of an operator, who names a moment at which the broker was gone. Leaves: new batches in the outbox for all who
 * are in flight and were published before. The outbox still has their batches: they are kept until a day after their message
 * expired. Each batch is one transaction, and whoever was handed over again is carried by the new row and not taken from the old
 * one once more, so a call that failed (503 when PostgreSQL is away) is simply made again.
 */
package io.postrider.ingest.refill;
