/**
 * Returns the status of a message: counts, each delivery, its history.
 *
 * <p>Enters: ids, filters and cursors. Leaves: what the ledger says, a page at a time; each page reads a bounded number of
 * rows, whatever the message's size. Fails with a 404 refusal for an unknown message, 422 for a cursor, state or limit that
 * is none, and 503 when PostgreSQL is away. Reads only.
 */
package io.postrider.ingest.status;
