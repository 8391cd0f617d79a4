/**
 * A real SMTP listener for tests, the local run and load: it takes mail as a server does and, on command, fails as
 * servers do.
 *
 * <p>Enters: SMTP connections on 127.0.0.1 (RFC 5321 with PIPELINING, SIZE, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES,
 * and as set STARTTLS or implicit TLS, AUTH PLAIN and LOGIN). Leaves: a {@link io.postrider.local.smtp.ReceivedMail} to
 * whoever listens, before the client is told that the mail was taken. A {@link io.postrider.local.smtp.Script} decides
 * what happens at each stage. When a listener throws, the client is told 451 and the mail counts as not taken.
 */
package io.postrider.local.smtp;
