package io.postrider.queue;

/** A publish that the broker has not taken. It may be tried again with the same duplicate id. */
public final class BrokerException extends RuntimeException {
    public BrokerException(String message) {
        super(message, null, false, false);
    }
}
