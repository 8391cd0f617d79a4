/**
 * The delivery ledger: the state and the history of each delivery, written by the service that determines it.
 *
 * <p>Input: outcomes and queries, one by one. Output: one statement for many of them. On failure: {@link
 * io.postrider.store.deliveries.Ledger} retries while PostgreSQL is away, since its callers hold a bounded number of
 * batches; all other classes fail with the driver's exception.
 */
package io.postrider.store.deliveries;
