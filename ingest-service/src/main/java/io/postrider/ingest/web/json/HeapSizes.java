package io.postrider.ingest.web.json;

import java.math.BigInteger;

/** Bytes of heap that values take, on a JVM with compressed references; rather more than less. */
public final class HeapSizes {
    /** A map with room for some entries; their names and values come on top. */
    public static final int MAP = 160;

    /** A list with room for some elements. */
    public static final int LIST = 80;

    /** An element's place in a list. */
    public static final int ELEMENT = 8;

    /** A recipient without its texts and variables, and its address among those seen. */
    public static final int RECIPIENT = 256;

    /** An entry of a map, without its name and value. */
    static final int ENTRY = 64;

    /** Characters of the longest name that has a meaning here. */
    private static final int NAME_LENGTH = 100;

    /** The parser's table of longer names is copied whole each time that some are new. */
    private static final int COPIES = 16;

    private static final int STRING = 48;
    private static final int NUMBER = 24;

    private HeapSizes() {}

    static long name(String name) {
        return text(name) + (name.length() > NAME_LENGTH ? (long) COPIES * name.length() : 0);
    }

    /** Two bytes for each character, since one in a text beyond Latin-1 makes it so. */
    public static long text(String text) {
        return STRING + 2L * text.length();
    }

    static long number(Number number) {
        return number instanceof BigInteger ? 4 * NUMBER : NUMBER;
    }
}
