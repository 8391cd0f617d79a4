/**
 * The limits of the routes, which all senders share.
 *
 * <p>Input: a batch's request for slots. Output: the slots, or the time to return. On failure: retries while
 * PostgreSQL is away.
 */
package io.postrider.store.limits;
