package io.postrider.queue;

/** The broker did not accept a message. It may be published again with the same duplicate id. */
public final class BrokerException extends RuntimeException {
    public BrokerException(String message) {
        super(message, null, false, false);
    }
}
