package io.postrider.ledger;

/** More waits than the setting allows. Whoever asked must come back later; nothing was done. */
public final class OverloadedException extends RuntimeException {
    public OverloadedException(String message) {
        super(message, null, false, false);
    }
}
