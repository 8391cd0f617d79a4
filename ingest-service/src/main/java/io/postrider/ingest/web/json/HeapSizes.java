package io.postrider.ingest.web.json;

import java.math.BigInteger;

/** Estimated bytes of heap that values take on a JVM with compressed references; rounded up. */
public final class HeapSizes {
    /** A map with room for some entries, without their names and values. */
    public static final int MAP = 160;

    /** A list with room for some elements. */
    public static final int LIST = 80;

    /** An element's slot in a list. */
    public static final int ELEMENT = 8;

    /** A recipient without its strings and variables, and its entry in the set of addresses seen. */
    public static final int RECIPIENT = 256;

    /** An entry of a map, without its name and value. */
    static final int ENTRY = 64;

    /** Characters of the longest known field name. */
    private static final int NAME_LENGTH = 100;

    /** The parser copies its whole table of longer names whenever it meets new ones. */
    private static final int COPIES = 16;

    private static final int STRING = 48;
    private static final int NUMBER = 24;

    private HeapSizes() {}

    static long name(String name) {
        return text(name) + (name.length() > NAME_LENGTH ? (long) COPIES * name.length() : 0);
    }

    /** Two bytes per character, since a single character outside Latin-1 doubles the size of the whole string. */
    public static long text(String text) {
        return STRING + 2L * text.length();
    }

    static long number(Number number) {
        return number instanceof BigInteger ? 4 * NUMBER : NUMBER;
    }
}
