/**
 * Enforces limits on connections, and refuses requests whose header a proxy could interpret differently.
 *
 * <p>Input: a connection, then the header of each of its requests. Output: a request with one Host, one Content-Type
 * and a body of known length. On failure: a problem document, and the connection closes.
 */
package io.postrider.ingest.web.connections;
