package io.postrider.store.deliveries;

/** Whether a message was stopped by its owner. SQL stores the ordinal. */
public enum Halt {
    NONE,
    PAUSED,
    CANCELLED;

    public static Halt of(int code) {
        return values()[code];
    }
}
