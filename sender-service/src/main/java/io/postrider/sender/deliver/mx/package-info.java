/**
 * Routes of kind {@code mx}: mails go to the servers of each recipient's domain. An unreachable {@link
 * io.postrider.sender.deliver.mx.Destination} is not a failure of the route: its mails are {@code Refused} with a
 * temporary code of ours, and {@code Unreachable} only while the route is closing.
 *
 * <p>TLS is opportunistic here; MTA-STS (RFC 8461) and DANE (RFC 7672) are not implemented. They would set {@link
 * io.postrider.sender.deliver.smtp.MailServer#tls} for each host in {@link
 * io.postrider.sender.deliver.mx.MxConnectAttempt}.
 */
package io.postrider.sender.deliver.mx;
