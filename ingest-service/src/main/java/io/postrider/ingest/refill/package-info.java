/**
 * Hands over again what was on a broker that lost its journal.
 *
 * <p>Enters: a call of an operator, who says when the broker began with nothing. Leaves: new batches in the outbox for all who are in
 * flight, were published before, and of whom nothing is on record since. The outbox still has their batches: they are kept until a
 * day after their message expired. Each batch is one transaction, and whoever has been handed over again is not taken twice, so a
 * call that failed (503 when PostgreSQL is away) is simply made again.
 */
package io.postrider.ingest.refill;
