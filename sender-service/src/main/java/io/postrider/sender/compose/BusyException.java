package io.postrider.sender.compose;

/** A mail that could not be composed in time, as the machine is busy: nothing is said about it, and it is tried later. */
public final class BusyException extends RuntimeException {
    BusyException(String reason) {
        super(reason, null, false, false);
    }
}
