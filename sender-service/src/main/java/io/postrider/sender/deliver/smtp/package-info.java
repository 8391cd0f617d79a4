/**
 * The SMTP client (RFC 5321) and the transport of routes of kind {@code smtp}: it connects to servers, {@link
 * io.postrider.sender.deliver.smtp.handshake} makes the connections ready, {@link
 * io.postrider.sender.deliver.smtp.pool} carries mails over them, and {@link
 * io.postrider.sender.deliver.smtp.dialogue} holds the commands and replies of both.
 *
 * <p>Input: mails, each with its lane. Output: the server's reply to each. On failure: the reason why the server
 * could not be reached, or what the end of a connection means for the mail on it.
 */
package io.postrider.sender.deliver.smtp;
