/**
 * Stores dead letters until an operator replays or discards them.
 *
 * <p>Input: messages on {@code mail.dead}, and decisions over HTTP. Output: a row for each dead letter, and after a
 * decision a new batch in the outbox, or the final state {@code cancelled} for its outstanding recipients. It is
 * acknowledged only after its commit, and stored once however often it is delivered. While PostgreSQL is away, or the
 * maximum of dead letters is waiting, it stays on the broker. A decision is one transaction; it fails with a 404
 * refusal for an unknown dead letter, 409 for one that is decided or cannot be replayed, and 503 when PostgreSQL is
 * away.
 */
package io.postrider.ingest.control.deadletters;
