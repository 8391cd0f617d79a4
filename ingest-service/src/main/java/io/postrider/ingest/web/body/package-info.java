/**
 * Reads the bodies of calls within limits of bytes, memory and time, and JSON token by token.
 *
 * <p>Enters: a request whose header was accepted. Leaves: its {@link io.postrider.ingest.web.body.RequestBody}, whose
 * memory counts until the call is answered. On failure: a {@link io.postrider.ingest.web.Problem.Refusal}, 4xx or 503,
 * and no memory is held.
 */
package io.postrider.ingest.web.body;
