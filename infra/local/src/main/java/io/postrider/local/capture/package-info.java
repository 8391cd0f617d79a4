/**
 * Shows the mails delivered to the local sink.
 *
 * <p>Input: mails as received by the sink. Output: the newest ones as {@code .eml} files, and pages for reading them.
 * Receiving never waits: if mails arrive faster than the disk can write them, the oldest waiting ones are counted but
 * not kept. The content of a mail is untrusted: it is escaped, and its HTML is shown in a sandbox without scripts,
 * forms or network access.
 */
package io.postrider.local.capture;
