package io.postrider.neighbours;

/** A part that could not be started. The message says which, why, and what to change. */
public final class StartException extends RuntimeException {
    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
