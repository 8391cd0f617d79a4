package io.postrider.tokens;

/**
 * Base32 (RFC 4648, 6) of whole groups of 5 bytes, therefore without padding and with a unique encoding, in lower case.
 */
final class Base32 {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS = 5;
    private static final int GROUP_BYTES = 5;
    private static final int GROUP_CHARACTERS = 8;
    private static final int MASK = (1 << BITS) - 1;

    private Base32() {}

    /** Number of characters that encode this number of bytes. */
    static int length(int bytes) {
        return bytes / GROUP_BYTES * GROUP_CHARACTERS;
    }

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder(length(bytes.length));
        for (int from = 0; from < bytes.length; from += GROUP_BYTES) {
            long group = 0;
            for (int i = 0; i < GROUP_BYTES; i++) {
                group = group << Byte.SIZE | bytes[from + i] & 0xff;
            }
            for (int i = GROUP_CHARACTERS - 1; i >= 0; i--) {
                text.append(ALPHABET.charAt((int) (group >> i * BITS) & MASK));
            }
        }
        return text.toString();
    }

    /**
     * @return null if a character is not in the alphabet (in either case); the length must be one of {@link #length}
     */
    static byte[] decode(String text) {
        byte[] bytes = new byte[text.length() / GROUP_CHARACTERS * GROUP_BYTES];
        int filled = 0;
        for (int from = 0; from < text.length(); from += GROUP_CHARACTERS) {
            long group = 0;
            for (int i = 0; i < GROUP_CHARACTERS; i++) {
                int value = value(text.charAt(from + i));
                if (value < 0) {
                    return null;
                }
                group = group << BITS | value;
            }
            for (int i = GROUP_BYTES - 1; i >= 0; i--) {
                bytes[filled++] = (byte) (group >> i * Byte.SIZE);
            }
        }
        return bytes;
    }

    private static int value(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
    }
}
