/**
 * The tables of Postrider and all SQL on them, a package for each aggregate; here is what the aggregates share.
 *
 * <p>Input: values and queries, from any thread. Output: rows, and plain records read from them. On failure: each method says
 * whether it waits until PostgreSQL is back ({@link io.postrider.store.Retries}) or fails with the driver's exception. A method
 * that takes a connection is a part of its caller's transaction.
 */
package io.postrider.store;
