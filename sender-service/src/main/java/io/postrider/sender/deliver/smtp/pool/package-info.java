/**
 * The connections of one lane of a route, and the mails on them (RFC 5321, 3.3; RFC 2920).
 *
 * <p>Input: a {@link io.postrider.sender.deliver.smtp.pool.PendingMail} in the queue of {@link
 * io.postrider.sender.deliver.smtp.pool.SmtpConnectionPool}. Output: the server's reply to it. On failure: a mail
 * whose connection broke before the mail was transmitted may wait for another connection; otherwise the failure is its
 * answer.
 */
package io.postrider.sender.deliver.smtp.pool;
