package io.postrider.ingest.body;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.LongConsumer;

/** A string of JSON with base64 in it, as it stands in the body. As a text, a file would take four times its size. */
final class Base64Text {
    /** Bytes of memory for four characters: three decoded, and twice the characters while the content is written. */
    private static final int HELD = 3 + 2 * 4;

    private static final int UNICODE_DIGITS = 4;

    private Base64Text() {}

    /**
     * @param start of the text, behind its quotation mark
     * @param hold is charged before anything is decoded
     * @return null if it is not base64 with padding and without line breaks
     */
    static byte[] of(byte[] body, int length, int start, LongConsumer hold) {
        int end = start;
        boolean escaped = false;
        while (end < length && body[end] != '"') {
            escaped |= body[end] == '\\';
            end += body[end] == '\\' ? 2 : 1;
        }
        hold.accept((long) HELD * (end - start) / 4);
        ByteBuffer text = escaped ? unescaped(body, start, end) : ByteBuffer.wrap(body, start, end - start);
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

    /** Some libraries write {@code \/} for a slash (RFC 8259, 7). Null for an escape that is not ASCII. */
    private static ByteBuffer unescaped(byte[] body, int start, int end) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            if (body[i] != '\\') {
                text.write(body[i]);
            } else if (body[++i] == '/') {
                text.write('/');
            } else if (body[i] == 'u' && i + UNICODE_DIGITS < end) {
                int character = hexadecimal(body, i + 1);
                if (character < 0 || character >= 0x80) {
                    return null;
                }
                text.write(character);
                i += UNICODE_DIGITS;
            } else {
                return null;
            }
        }
        return ByteBuffer.wrap(text.toByteArray());
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
