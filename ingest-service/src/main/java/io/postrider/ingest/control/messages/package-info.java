/**
 * Returns the status of messages, finds them, and cancels them.
 *
 * <p>Input: ids, filters and cursors. Output: the records of the ledger, a page at a time; each page reads a bounded
 * number of rows, whatever the message's size. A cancellation marks the message; router and sender obey the mark at
 * their next check, and scheduled batches become due immediately, so that the router sets their recipients to
 * cancelled. Fails with a 404 refusal for an unknown message, 409 for a cancellation when all recipients have been
 * handed over or are finished, 422 for an invalid cursor, state or limit, and 503 when PostgreSQL is away.
 */
package io.postrider.ingest.control.messages;
