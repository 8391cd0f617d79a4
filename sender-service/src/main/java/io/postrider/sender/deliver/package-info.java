/**
 * Hands letters to mail servers.
 *
 * <p>Enters: a {@link io.postrider.sender.Letter} and its lane, for one route. Leaves: a {@link
 * io.postrider.sender.Handover}, always: what the server said, or why nothing is known. A route is spoken to by a {@link
 * io.postrider.sender.deliver.Transport}; {@link io.postrider.sender.deliver.Transports} holds one for each route.
 *
 * <p>On failure: a refusal by the server is {@code Refused} and the connection goes on. No connection, no TLS, no login
 * or a 421 is {@code Unreachable}: nothing was transmitted. A connection that breaks after the final dot was written is
 * {@code Interrupted}: the letter may have been taken. Letters that wait when no connection can be had are answered
 * {@code Unreachable} rather than left waiting. A letter whose MIME cannot be made fails its {@code Uni}: that is a bug.
 */
package io.postrider.sender.deliver;
