package io.postrider.pg;

/** The queue exceeds its setting. The caller must retry later; nothing was done. */
public final class OverloadedException extends RuntimeException {
    public OverloadedException(String message) {
        super(message, null, false, false);
    }
}
