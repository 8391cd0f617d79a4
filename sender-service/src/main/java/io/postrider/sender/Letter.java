package io.postrider.sender;

import io.postrider.contract.Content;
import io.postrider.contract.Content.Mailbox;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One mail to one recipient, rendered. The transports take from it what they speak: {@code smtp} the MIME bytes, {@code
 * mailer} the parts.
 *
 * @param envelope for the mail server
 * @param messageId with its angle brackets; the same on every attempt, so that readers can tell a second copy, and in all copies of
 *     a mail with cc or bcc
 * @param date when the message was accepted (RFC 5322, 3.6.1)
 * @param to the addressee as the letter shows it: the recipient, or with cc or bcc the one in {@code to}
 * @param rendered the content with subject, text, html and header values rendered for this recipient
 * @param mime makes the RFC 5322 message and signs it, which takes a third of a millisecond, on a worker thread: lines
 *     end in CRLF, no dot is stuffed, ASCII only unless {@link Envelope#needsSmtpUtf8()}; chunks may be shared between
 *     letters and must not be changed
 */
public record Letter(
        Envelope envelope, String messageId, Instant date, Mailbox to, Content rendered, Supplier<List<byte[]>> mime) {

    /** The letter's turn came too late: its MIME was not made. */
    public static final class ExpiredException extends RuntimeException {
        ExpiredException() {
            super("the message expired while its letter waited for a connection", null, false, false);
        }
    }

    /** The same letter, unless it expires before it is sent: then its MIME fails with {@link ExpiredException}. */
    public Letter unless(BooleanSupplier expired) {
        return new Letter(envelope, messageId, date, to, rendered, () -> {
            if (expired.getAsBoolean()) {
                throw new ExpiredException();
            }
            return mime.get();
        });
    }
}
