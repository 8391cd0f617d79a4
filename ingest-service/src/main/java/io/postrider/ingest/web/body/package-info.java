/**
 * Reads the bodies of calls within bounds of bytes, memory and time.
 *
 * <p>Input: a request whose head was accepted. Output: its {@link io.postrider.ingest.web.body.RequestBody}, whose memory counts until the
 * call is answered. On failure: a {@link io.postrider.ingest.web.Problem.Refusal}, 4xx or 503, and no memory is held.
 */
package io.postrider.ingest.web.body;
