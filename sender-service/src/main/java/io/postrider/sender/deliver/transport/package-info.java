/**
 * What all transports have in common.
 *
 * <p>Enters: a mail and its lane, for one route. Leaves: a {@link io.postrider.sender.model.Handover}, always: what the server
 * said, or why nothing is known.
 *
 * <p>On failure: a refusal by the server is {@code Refused} and the connection goes on. No connection, no TLS, no login
 * or a 421 is {@code Unreachable}: nothing was transmitted. A connection that breaks after the final dot was written is
 * {@code Interrupted}: the mail may have been taken. Mails that wait when no connection can be had are answered
 * {@code Unreachable} rather than left waiting. A mail whose MIME cannot be made fails its {@code Uni}: that is a bug.
 *
 * <p>Mails to test addresses go by a route that is in no file, to the {@link
 * io.postrider.sender.deliver.transport.TestTransport}, which answers like a server and contacts none.
 */
package io.postrider.sender.deliver.transport;
