package io.postrider.queue;

/** A publish that the broker has not taken. It may be tried again with the same duplicate id. */
public final class LinkException extends RuntimeException {
    LinkException(String message) {
        super(message, null, false, false);
    }
}
