package io.postrider.ingest.web.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Whether bytes are UTF-8 (RFC 3629, 3). The JSON parser also accepts overlong encodings ({@code C0 AF} for a slash),
 * which a filter in front of us would not recognise, and unpaired surrogates.
 */
final class Utf8 {
    private static final int PIECE = 8_192;

    private Utf8() {}

    static int firstFault(byte[] bytes) {
        return firstFault(bytes, bytes.length);
    }

    /** The index of the first byte that is not UTF-8; -1 if there is none before {@code length}. */
    static int firstFault(byte[] bytes, int length) {
        int ascii = 0;
        while (ascii < length && bytes[ascii] >= 0) {
            ascii++;
        }
        return ascii == length ? -1 : decoded(bytes, ascii, length);
    }

    private static int decoded(byte[] bytes, int from, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, length - from);
        CharBuffer out = CharBuffer.allocate(Math.min(PIECE, length - from + 1));
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isError()) {
                return in.position();
            }
            if (result.isUnderflow()) {
                return -1;
            }
            out.clear();
        }
    }
}
