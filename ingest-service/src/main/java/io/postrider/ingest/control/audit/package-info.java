/**
 * Audits the ledger: every accepted recipient is final or in flight, and each one in flight is in a known place.
 *
 * <p>Enters: a call, or the time. Leaves: what PostgreSQL holds in one snapshot, and how many messages the broker's queues keep
 * around that moment. It reads all deliveries, so one audit runs at a time, its answer serves for some seconds, and the pause
 * before the next periodic one grows with its duration. Fails with a 503 refusal when PostgreSQL is away or too slow; without the
 * broker only its figures are missing. Changes nothing.
 */
package io.postrider.ingest.control.audit;
