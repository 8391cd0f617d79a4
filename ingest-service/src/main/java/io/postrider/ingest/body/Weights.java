package io.postrider.ingest.body;

import java.math.BigInteger;

/** Bytes of heap that values take, on a JVM with compressed references; rather more than less. */
public final class Weights {
    /** A map with room for some entries; their names and values come on top. */
    public static final int MAP = 160;

    /** A list with room for some elements. */
    public static final int LIST = 80;

    /** An element's place in a list. */
    public static final int ELEMENT = 8;

    /** A recipient without its texts and variables, and its address among those seen. */
    public static final int RECIPIENT = 256;

    private static final int ENTRY = 64;
    private static final int STRING = 48;
    private static final int NUMBER = 24;

    private Weights() {}

    static long name(String name) {
        return ENTRY + text(name);
    }

    /** Two bytes for each character, since one in a text beyond Latin-1 makes it so. */
    public static long text(String text) {
        return STRING + 2L * text.length();
    }

    static long number(Number number) {
        return number instanceof BigInteger ? 4 * NUMBER : NUMBER;
    }
}
