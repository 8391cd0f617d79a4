/**
 * Returns the status of messages, finds them, and cancels them.
 *
 * <p>Enters: ids, filters and cursors. Leaves: what the ledger says, a page at a time; each page reads a bounded number of
 * rows, whatever the message's size. A cancellation leaves a mark on the message that router and sender obey at their next look, and
 * scheduled batches become due at once, so that the router ends their recipients as cancelled. Fails with a 404 refusal for an
 * unknown message, 409 for a cancellation when all recipients have been handed over or are finished, 422 for a cursor, state or limit
 * that is none, and 503 when PostgreSQL is away.
 */
package io.postrider.ingest.control.messages;
