package io.postrider.pg;

/** The queue is full. Nothing was done; the caller must retry later. */
public final class OverloadedException extends RuntimeException {
    public OverloadedException(String message) {
        super(message, null, false, false);
    }
}
