package io.postrider.sender.model;

/**
 * A mail could not be composed in time because the machine is busy. Nothing is recorded, and the mail is retried later.
 */
public final class BusyException extends RuntimeException {
    public BusyException(String reason) {
        super(reason, null, false, false);
    }
}
