/**
 * Audits the ledger: every accepted recipient is final or in flight, and each one in flight is in a known place.
 *
 * <p>Input: a call, or the time. Output: what PostgreSQL holds, and how many messages the broker's queues keep around that moment;
 * and the sums of weeks in which nothing is in flight, which are closed. One audit runs at a time, its answer serves for some
 * seconds, and the pause before the next periodic one grows with its duration and with failures in a row; one process of all
 * runs those. Fails with a 503 refusal when PostgreSQL is away or too slow; without the broker only its figures are missing.
 */
package io.postrider.ingest.control.audit;
