package io.postrider.ingest.web.json;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.LongConsumer;

/**
 * A JSON string with base64, decoded directly from the body. As a Java string, a file would take four times its size.
 */
final class Base64Text {
    /**
     * Bytes of memory for four characters: three decoded bytes, and twice the characters while the content is written.
     */
    private static final int HELD = 3 + 2 * 4;

    private static final int UNICODE_DIGITS = 4;

    private Base64Text() {}

    /**
     * @param start of the text, after its quotation mark
     * @param hold is charged before anything is decoded
     * @return null if it is not base64 with padding; line breaks and spaces are ignored (RFC 2045, 6.8)
     */
    static byte[] of(byte[] body, int length, int start, LongConsumer hold) {
        int end = start;
        boolean plain = true;
        while (end < length && body[end] != '"') {
            plain &= body[end] != '\\' && body[end] != ' ';
            end += body[end] == '\\' ? 2 : 1;
        }
        hold.accept((long) HELD * (end - start) / 4);
        ByteBuffer text = plain ? ByteBuffer.wrap(body, start, end - start) : unescaped(body, start, end);
        if (text == null || text.remaining() % 4 != 0) {
            return null;
        }
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(text);
            byte[] bytes = decoded.array();
            return bytes.length == decoded.remaining() ? bytes : Arrays.copyOf(bytes, decoded.remaining());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Without the line breaks and spaces that many tools write, and with the escapes resolved that some libraries use
     * for a slash (RFC 8259, 7). Null for any other escape.
     */
    private static ByteBuffer unescaped(byte[] body, int start, int end) {
        byte[] text = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            int character = body[i];
            if (character == '\\') {
                boolean code = body[++i] == 'u' && i + UNICODE_DIGITS < end;
                character = code ? hexadecimal(body, i + 1) : escape(body[i]);
                i += code ? UNICODE_DIGITS : 0;
            }
            if (character < 0 || character >= 0x80) {
                return null;
            }
            if (!blank(character)) {
                text[length++] = (byte) character;
            }
        }
        return ByteBuffer.wrap(text, 0, length);
    }

    /** The value of the escape with this character; -1 if base64 cannot contain it. */
    private static int escape(byte character) {
        return switch (character) {
            case '/' -> '/';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> -1;
        };
    }

    private static boolean blank(int character) {
        return character == '\n' || character == '\r' || character == ' ' || character == '\t';
    }

    private static int hexadecimal(byte[] body, int start) {
        int value = 0;
        for (int i = start; i < start + UNICODE_DIGITS; i++) {
            int digit = Character.digit(body[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
