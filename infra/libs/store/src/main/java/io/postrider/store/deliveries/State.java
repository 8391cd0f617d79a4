package io.postrider.store.deliveries;

import java.util.Locale;

/** The state of a delivery. SQL stores the codes: below {@value #FIRST_FINAL} it is in flight. */
public enum State {
    QUEUED(1),
    DEFERRED(2),
    DELIVERED(10),
    BOUNCED(11),
    EXPIRED(12),
    SUPPRESSED(13),
    CANCELLED(14);

    static final int FIRST_FINAL = 10;

    private final short code;
    private final String word = name().toLowerCase(Locale.ROOT);

    State(int code) {
        this.code = (short) code;
    }

    public short code() {
        return code;
    }

    /** The name in the API, metrics and logs. */
    public String word() {
        return word;
    }

    /** A final state never changes again. */
    public boolean isFinal() {
        return code >= FIRST_FINAL;
    }

    public static State of(int code) {
        for (State state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("no delivery state has the code " + code);
    }
}
