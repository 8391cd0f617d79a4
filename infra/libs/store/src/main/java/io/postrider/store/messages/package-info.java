/**
 * Messages and their contents.
 *
 * <p>Enters: accepted messages, and queries. Leaves: rows. On failure: the driver's exception, unless a method's
 * description states that it waits until PostgreSQL is back.
 */
package io.postrider.store.messages;
