/**
 * Audits the ledger: every accepted recipient is final or in flight, and each one in flight is in a known place.
 *
 * <p>Enters: a call, or the time. Leaves: the counts of one PostgreSQL snapshot, and the depths of the broker's queues
 * around that moment. An audit reads all deliveries, so only one runs at a time, its answer is cached for some seconds,
 * and the pause before the next periodic one grows with its duration. Fails with a 503 refusal when PostgreSQL is away
 * or too slow; without the broker only its figures are missing. Changes nothing.
 */
package io.postrider.ingest.control.audit;
