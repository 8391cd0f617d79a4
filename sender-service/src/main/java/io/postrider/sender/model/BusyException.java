package io.postrider.sender.model;

/** A mail that could not be composed in time, because the machine is busy: nothing is recorded, and it is tried later. */
public final class BusyException extends RuntimeException {
    public BusyException(String reason) {
        super(reason, null, false, false);
    }
}
