package io.postrider.store.deliveries;

import java.util.Locale;

/**
 * The type of an event in a delivery's history: a new state, or a later report. Types that are not states have codes
 * from 20.
 */
public enum EventType {
    QUEUED(State.QUEUED),
    DEFERRED(State.DEFERRED),
    DELIVERED(State.DELIVERED),
    /** Permanently refused, including reports that arrive by mail after the delivery has ended. */
    BOUNCED(State.BOUNCED),
    EXPIRED(State.EXPIRED),
    SUPPRESSED(State.SUPPRESSED),
    CANCELLED(State.CANCELLED),
    /** The recipient unsubscribed through the provider (the feedback type {@code opt-out}). */
    UNSUBSCRIBED(22),
    /** The recipient reported the mail as spam (RFC 5965). */
    COMPLAINED(23);

    private final short code;
    private final String word = name().toLowerCase(Locale.ROOT);

    EventType(State state) {
        this(state.code());
    }

    EventType(int code) {
        this.code = (short) code;
    }

    public short code() {
        return code;
    }

    /** The name in the API, metrics and logs. */
    public String word() {
        return word;
    }

    public static EventType of(int code) {
        for (EventType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("no event has the type " + code);
    }
}
