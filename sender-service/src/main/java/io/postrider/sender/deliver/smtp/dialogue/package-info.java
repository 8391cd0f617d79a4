/**
 * Commands and replies of one SMTP connection (RFC 5321, 4), whatever they are about.
 *
 * <p>Input: lines to write, each with the caller that waits for its reply. Output: the replies in their order. On
 * failure: {@link io.postrider.sender.deliver.smtp.dialogue.BrokenConnection} says how the connection ended, once.
 */
package io.postrider.sender.deliver.smtp.dialogue;
