package io.postrider.ingest.feedback.reports.read;

/** A mail that is not worth a second look: it breaks the limits of what is read, or the parser refuses it. */
public final class UnreadableException extends Exception {
    UnreadableException(Exception cause) {
        super(cause.getMessage(), cause);
    }

    UnreadableException(String reason) {
        super(reason);
    }
}
