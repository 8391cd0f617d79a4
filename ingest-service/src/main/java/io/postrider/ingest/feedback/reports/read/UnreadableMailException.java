package io.postrider.ingest.feedback.reports.read;

/** A mail that is not worth a second look: it breaks the limits of what is read, or the parser refuses it. */
public final class UnreadableMailException extends Exception {
    UnreadableMailException(Exception cause) {
        super(cause.getMessage(), cause);
    }

    UnreadableMailException(String reason) {
        super(reason);
    }
}
