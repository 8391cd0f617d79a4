/**
 * A real SMTP listener for tests, the local run and load: it accepts mail like a server and, on command, fails like
 * one.
 *
 * <p>Input: SMTP connections on 127.0.0.1 (RFC 5321 with PIPELINING, SIZE, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES,
 * and as set STARTTLS or implicit TLS, AUTH PLAIN and LOGIN). Output: a {@link io.postrider.neighbours.smtp.ReceivedMail} to the
 * listener, before the client gets the 250. A {@link io.postrider.neighbours.smtp.Script} decides
 * what happens at each stage. When a listener throws, the client gets 451 and the mail counts as not accepted.
 */
package io.postrider.neighbours.smtp;
