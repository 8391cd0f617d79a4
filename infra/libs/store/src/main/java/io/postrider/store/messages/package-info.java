/**
 * Messages and their contents.
 *
 * <p>Input: accepted messages, and queries. Output: rows. On failure: the driver's exception, unless a method's
 * description states that it waits until PostgreSQL is back.
 */
package io.postrider.store.messages;
