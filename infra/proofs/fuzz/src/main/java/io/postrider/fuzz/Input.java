package io.postrider.fuzz;

import java.util.Arrays;
import java.util.List;

/**
 * Derives choices from the bytes of an input, so that a fuzzer that knows only bytes generates structures. When the
 * bytes are used up, all choices are the first, shortest or smallest one, so every structure is finite.
 */
public final class Input {
    private final byte[] bytes;
    private int at;

    public Input(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean used() {
        return at >= bytes.length;
    }

    /** 0 to 255. */
    public int octet() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }

    /** 0 to {@code most}. */
    public int upTo(int most) {
        int number = octet();
        if (most > 0xff) {
            number = number << 8 | octet();
        }
        if (most > 0xffff) {
            number = (number << 8 | octet()) & Integer.MAX_VALUE;
        }
        return number % (most + 1);
    }

    public boolean chance() {
        return (octet() & 1) == 1;
    }

    /** True with a probability of one in this number. */
    public boolean once(int in) {
        return upTo(in - 1) == in - 1;
    }

    public long number() {
        long number = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            number = number << 8 | octet();
        }
        return number;
    }

    @SafeVarargs
    public final <T> T one(T... of) {
        return of[upTo(of.length - 1)];
    }

    public <T> T one(List<T> of) {
        return of.get(upTo(of.size() - 1));
    }

    public byte[] bytes(int most) {
        int length = Math.min(upTo(most), bytes.length - at);
        byte[] taken = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return taken;
    }

    /**
     * Up to this number of characters: an octet below 128 is one of ASCII, any other begins any character at all, half ones
     * too.
     */
    public String text(int most) {
        int length = Math.min(upTo(most), bytes.length - at);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length && !used(); i++) {
            int octet = octet();
            text.append((char) (octet < 0x80 ? octet : (octet & 0x7f) << 9 | octet() << 1 | octet & 1));
        }
        return text.toString();
    }

    /** A text that is now and then repeated until it is long. */
    public String longText(int most) {
        String text = text(Math.min(most, 200));
        int times = once(8) ? upTo(most) : 1;
        return text.isEmpty() ? text : text.repeat(Math.max(1, Math.min(times, most / text.length())));
    }

    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, Math.min(at, bytes.length), bytes.length);
        at = bytes.length;
        return rest;
    }
}
