/**
 * Signs mails with DKIM (RFC 6376, RFC 8463): relaxed/relaxed, rsa-sha256 and ed25519-sha256, one DKIM-Signature for each
 * selector that the keys file has for the domain of the From address.
 *
 * <p>Enters: the From address and the bytes of a mail, on a worker thread. Leaves: the same bytes behind their
 * DKIM-Signature fields; unchanged, and counted, if the file has no key for the domain. The keys come from {@code
 * dkim.yaml}, which is looked at again while the service runs; a file that cannot be used fails the start ({@link
 * io.postrider.files.FileException}) and later leaves the last good keys in use with an ERROR in the log.
 * A signature that cannot be made is an {@link java.lang.IllegalStateException}: the mail is tried again later and never
 * leaves unsigned. No key is ever logged or part of a message.
 */
package io.postrider.sender.compose.sign;
