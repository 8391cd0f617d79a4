package io.postrider.sender.model;

/**
 * The envelope of a mail (RFC 5321), as opposed to its header (RFC 5322).
 *
 * @param from the reverse-path, where delivery failures are sent
 * @param recipient the one forward-path: each recipient gets a separate mail
 */
public record Envelope(String from, String recipient) {

    /** Whether the server must offer SMTPUTF8 (RFC 6531): an address is non-ASCII. */
    public boolean needsSmtpUtf8() {
        return !ascii(from) || !ascii(recipient);
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
