/**
 * The limits of the routes, which all senders share.
 *
 * <p>Enters: a batch's request for slots. Leaves: the slots, or the time to return. On failure: retries while
 * PostgreSQL is away.
 */
package io.postrider.store.limits;
