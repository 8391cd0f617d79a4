package io.postrider.bench.soak.load;

import java.util.Locale;

/**
 * A recipient as the sink sees it again: kind and serial number are in the address, so that nothing about it need be kept.
 *
 * @param serial dense within its kind, from 0
 */
public record Reader(Kind kind, int serial) {
    private static final int DOMAINS = 10;

    /** The outcome of a recipient. Serials of {@code READER} are given in the order of submission. */
    public enum Kind {
        /** Of a campaign. */
        READER,
        /** Of a single transactional mail. */
        CODE,
        /** Is deferred until the message expires. */
        DOOMED,
        /** Is suppressed before the soak begins. */
        GONE
    }

    /** What the sink does with it. */
    public enum Fate {
        TAKEN,
        /** Permanently refused with 550. */
        REFUSED,
        /** 451 once, then taken. */
        DEFERRED,
        /** 451 twice, then taken. */
        DEFERRED_TWICE,
        /** Always 451. */
        NEVER
    }

    /** One recipient in a thousand of a campaign is one of this number of addresses. */
    public static final int GONE_EVERY = 1_000;

    public static final int GONE_ADDRESSES = 1_000;

    public Fate fate() {
        return switch (kind) {
            case DOOMED -> Fate.NEVER;
            case READER -> {
                if (serial % 200 == 7) {
                    yield Fate.REFUSED;
                }
                if (serial % 400 == 3) {
                    yield Fate.DEFERRED_TWICE;
                }
                yield serial % 100 == 3 ? Fate.DEFERRED : Fate.TAKEN;
            }
            default -> Fate.TAKEN;
        };
    }

    /** The recipient of a campaign at this place: one in a thousand is suppressed. */
    public static Reader inCampaign(int serial) {
        return serial % GONE_EVERY == 11
                ? new Reader(Kind.GONE, serial / GONE_EVERY % GONE_ADDRESSES)
                : new Reader(Kind.READER, serial);
    }

    public String address() {
        return "%s%d@mail%d.example".formatted(kind.name().toLowerCase(Locale.ROOT), serial, serial % DOMAINS);
    }

    /**
     * @param line with an address in angle brackets, or an address
     * @throws IllegalArgumentException if it is none of ours
     */
    public static Reader of(String line) {
        int from = line.indexOf('<') + 1;
        int at = line.indexOf('@', from);
        int digits = from;
        while (digits < at && !Character.isDigit(line.charAt(digits))) {
            digits++;
        }
        if (digits >= at) {
            throw new IllegalArgumentException("not a recipient of this load: " + line);
        }
        Kind kind = Kind.valueOf(line.substring(from, digits).toUpperCase(Locale.ROOT));
        return new Reader(kind, Integer.parseInt(line, digits, at, 10));
    }
}
