/**
 * Makes a new connection ready for mails: greeting, EHLO, STARTTLS (RFC 3207) and AUTH (RFC 4954).
 *
 * <p>Input: a connection to a {@link io.postrider.sender.deliver.smtp.handshake.MailServer}, and the credentials if
 * there are any. Output: what the server offers. On failure: the reason, and whether TLS was it. Credentials are sent
 * to verified servers only, unless the route allows others.
 */
package io.postrider.sender.deliver.smtp.handshake;
