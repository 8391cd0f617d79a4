/**
 * The SMTP client (RFC 5321): connections, the dialogue, TLS and login; and the transport of routes of kind {@code smtp}.
 *
 * <p>Enters: mails in the queue of their lane, {@link io.postrider.sender.deliver.smtp.SmtpConnectionPool}. Leaves: the
 * server's reply to each. On failure: {@link io.postrider.sender.deliver.smtp.BrokenConnection} states how a connection
 * ended and what that means for the mail on it.
 */
package io.postrider.sender.deliver.smtp;
