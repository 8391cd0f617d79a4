package io.postrider.neighbours;

/** A part could not be started. The message states which, why, and what to change. */
public final class StartException extends RuntimeException {
    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
