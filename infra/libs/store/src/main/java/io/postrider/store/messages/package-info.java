/**
 * Messages and their contents.
 *
 * <p>Enters: messages that were accepted, and queries. Leaves: rows. On failure: the driver's exception, unless a method says that it
 * waits until PostgreSQL is back.
 */
package io.postrider.store.messages;
