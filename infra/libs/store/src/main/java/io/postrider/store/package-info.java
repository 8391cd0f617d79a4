/**
 * The delivery ledger: what PostgreSQL knows of each delivery, written by the service that learns the fact.
 *
 * <p>Enters: outcomes and queries, one by one, from any thread. Leaves: one statement for many of them. When PostgreSQL
 * is away, {@link io.postrider.store.Ledger} retries until the outcome is saved or the answer read (its callers hold a
 * bounded number of batches), and everything else fails with the driver's exception.
 */
package io.postrider.store;
