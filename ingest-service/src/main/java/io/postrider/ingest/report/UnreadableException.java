package io.postrider.ingest.report;

/** A mail that is not worth a second look: it breaks the limits of what is read, or the parser refuses it. */
final class UnreadableException extends Exception {
    UnreadableException(Exception cause) {
        super(cause.getMessage(), cause);
    }

    UnreadableException(String reason) {
        super(reason);
    }
}
