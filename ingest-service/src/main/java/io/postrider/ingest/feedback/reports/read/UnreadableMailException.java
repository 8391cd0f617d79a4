package io.postrider.ingest.feedback.reports.read;

/** A mail that cannot be read: it exceeds the limits of parsing, or the parser rejects it. */
public final class UnreadableMailException extends Exception {
    UnreadableMailException(Exception cause) {
        super(cause.getMessage(), cause);
    }

    UnreadableMailException(String reason) {
        super(reason);
    }
}
