package io.postrider.local;

/** A part that could not be started. The message says which, why, and what to change. */
public final class StartException extends RuntimeException {
    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
