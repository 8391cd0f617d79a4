/**
 * Signs mails with DKIM (RFC 6376, RFC 8463): relaxed/relaxed, rsa-sha256 and ed25519-sha256, one DKIM-Signature for each
 * selector that the keys file has for the domain of the From address.
 *
 * <p>Input: the From address and the bytes of a mail, on a worker thread. Output: the same bytes behind their
 * DKIM-Signature fields; unchanged, and counted, if the file has no key for the domain. The keys come from {@code
 * dkim.yaml}, which is checked for changes while the service runs. An unusable file fails the start ({@link
 * io.postrider.files.FileException}); later, the last good keys stay in use and an ERROR is logged. If signing fails,
 * the result is an {@link java.lang.IllegalStateException}: the mail is retried later and never sent unsigned. Keys
 * never appear in the log or in an exception's message.
 */
package io.postrider.sender.compose.sign;
