/**
 * Cancels messages, also before they are due.
 *
 * <p>Enters: the id of a message. Leaves: the mark on the message that router and sender obey at their next look, and scheduled
 * batches that are due at once, so that the router ends their recipients as cancelled. Fails with a 404 refusal for an unknown
 * message, 409 if all recipients have been handed over or are finished, and 503 when PostgreSQL is away.
 */
package io.postrider.ingest.cancel;
