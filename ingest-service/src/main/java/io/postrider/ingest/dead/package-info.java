/**
 * Keeps what nobody could work on, until somebody decides what becomes of it.
 *
 * <p>Enters: the letters on {@code mail.dead}; and decisions over HTTP. Leaves: a row for each letter, and after a decision a new
 * batch in the outbox, or the final state {@code cancelled} for those whom the letter carried. A letter is taken from the broker
 * only after its commit, and once however often it comes. While PostgreSQL is away, or as many letters wait as are to be kept, it
 * stays on the broker. A decision is one transaction; it fails with a 404 refusal for an unknown letter, 409 for one that is
 * decided or cannot be replayed, and 503 when PostgreSQL is away.
 */
package io.postrider.ingest.dead;
