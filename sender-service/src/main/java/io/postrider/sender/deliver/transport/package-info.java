/**
 * The common interface and values of all transports.
 *
 * <p>Input: a mail and its lane, for one route. Output: always a {@link io.postrider.sender.model.Handover} with the
 * server's reply, or the reason why there is none.
 *
 * <p>On failure: a refusal by the server is {@code Refused} and the connection goes on. No connection, no TLS, no login
 * or a 421 is {@code Unreachable}: nothing was transmitted. A connection that breaks after the final dot was written is
 * {@code Interrupted}: the mail may have been taken. While no connection is possible, waiting mails are answered {@code
 * Unreachable} rather than left waiting. If a mail's MIME cannot be composed, the {@code Uni} fails: that is a bug.
 *
 * <p>Mails to test addresses take a built-in route, to the {@link io.postrider.sender.deliver.transport.TestTransport},
 * which replies like a server and contacts none.
 */
package io.postrider.sender.deliver.transport;
