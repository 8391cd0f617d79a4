/**
 * Routes of kind {@code mx}: mails go to the servers of each recipient's domain. A {@link
 * io.postrider.sender.deliver.mx.Destination} that cannot be reached is no failure of the route: it is {@code Refused} with a
 * temporary code of ours, and {@code Unreachable} only while the route is being closed.
 *
 * <p>TLS is opportunistic here; MTA-STS (RFC 8461) and DANE (RFC 7672) are not built, and would decide {@link
 * io.postrider.sender.deliver.smtp.MailServer#tls} for each host where {@link
 * io.postrider.sender.deliver.mx.MxConnectAttempt} makes it.
 */
package io.postrider.sender.deliver.mx;
