/**
 * Holds connections to their limits, and refuses requests whose head a proxy could read differently than we do.
 *
 * <p>Enters: a connection, then the head of each of its requests. Leaves: a request with one Host, one Content-Type and a body of
 * known length. On failure: a problem document, and the connection closes.
 */
package io.postrider.ingest.web.connections;
