/**
 * Hands mails to mail servers.
 *
 * <p>Enters: a {@link io.postrider.sender.Letter} and its lane, for one route. Leaves: a {@link
 * io.postrider.sender.Handover}, always: what the server said, or why nothing is known. A route is spoken to by a {@link
 * io.postrider.sender.deliver.Transport}; {@link io.postrider.sender.deliver.Transports} holds one for each route.
 *
 * <p>On failure: a refusal by the server is {@code Refused} and the connection goes on. No connection, no TLS, no login
 * or a 421 is {@code Unreachable}: nothing was transmitted. A connection that breaks after the final dot was written is
 * {@code Interrupted}: the mail may have been taken. Mails that wait when no connection can be had are answered
 * {@code Unreachable} rather than left waiting. A mail whose MIME cannot be made fails its {@code Uni}: that is a bug.
 *
 * <p>By routes of kind {@code mx} mails go to the servers of each recipient's domain. A {@link
 * io.postrider.sender.deliver.Destination} that cannot be reached is no failure of the route: it is {@code Refused} with a
 * temporary code of ours, and {@code Unreachable} only while the route is being closed. TLS is opportunistic there; MTA-STS
 * (RFC 8461) and DANE (RFC 7672) are not built, and would decide {@link io.postrider.sender.deliver.Server#tls} for each host
 * where {@link io.postrider.sender.deliver.HostWalk} makes it.
 *
 * <p>Mails to test addresses go by a route that is in no file, to the {@link io.postrider.sender.deliver.TestTransport}, which
 * answers like a server and contacts none.
 */
package io.postrider.sender.deliver;
