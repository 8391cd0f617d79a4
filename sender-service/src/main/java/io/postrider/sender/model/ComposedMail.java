package io.postrider.sender.model;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One mail to one recipient. All transports send the same bytes.
 *
 * @param envelope for the mail server
 * @param mime composes and signs the RFC 5322 message on a worker thread, which takes a third of a millisecond. Lines
 *     end in CRLF, dots are not stuffed, and it is ASCII unless {@link Envelope#needsSmtpUtf8()}; chunks may be shared
 *     between mails and must not be changed; the same on every attempt
 */
public record ComposedMail(Envelope envelope, Supplier<List<byte[]>> mime) {

    /** The message expired while the mail waited for a connection, so its MIME was not composed. */
    public static final class ExpiredException extends RuntimeException {
        ExpiredException() {
            super("the message expired while its mail waited for a connection", null, false, false);
        }
    }

    /** The same mail, unless it expires before it is sent: then its MIME fails with {@link ExpiredException}. */
    public ComposedMail unless(BooleanSupplier expired) {
        return new ComposedMail(envelope, () -> {
            if (expired.getAsBoolean()) {
                throw new ExpiredException();
            }
            return mime.get();
        });
    }
}
