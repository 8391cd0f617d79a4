package io.postrider.sender.compose.mime;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A text body, encoded for transport: unchanged if it is ASCII whose lines are short enough for SMTP and cannot be
 * mistaken for a boundary, otherwise as quoted-printable or base64, whichever is shorter.
 *
 * @param encoding the Content-Transfer-Encoding (RFC 2045, 6)
 * @param bytes lines end in CRLF
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedBody(String encoding, byte[] bytes) {
    /** Characters of a line without its CRLF (RFC 5322, 2.1.1). */
    private static final int LINE = 998;

    /** Encodes the text; a line end is CRLF, LF or CR and becomes CRLF. */
    public static EncodedBody of(String text) {
        return new Reading(text.getBytes(StandardCharsets.UTF_8)).body();
    }

    boolean endsLine() {
        return bytes.length >= 2 && bytes[bytes.length - 1] == '\n';
    }

    /** Finds in one pass over the octets which encoding they need. */
    private static final class Reading {
        private final byte[] octets;
        private int escapes;
        private int equals;
        private int bareEnds;
        private int lines = 1;
        private int longest;
        private boolean delimiter;

        Reading(byte[] octets) {
            this.octets = octets;
            int start = 0;
            delimiter = Boundary.mayBeginAt(octets, 0);
            for (int i = 0; i < octets.length; i++) {
                byte octet = octets[i];
                if (octet >= ' ' && octet < 127) {
                    equals += octet == '=' ? 1 : 0;
                } else if (octet == '\r' || octet == '\n') {
                    longest = Math.max(longest, i - start);
                    if (octet == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
                        i++;
                    } else {
                        bareEnds++;
                    }
                    start = i + 1;
                    lines++;
                    delimiter |= Boundary.mayBeginAt(octets, start);
                } else if (octet != '\t') {
                    escapes++;
                }
            }
            longest = Math.max(longest, octets.length - start);
        }

        EncodedBody body() {
            byte[] text = bareEnds == 0 ? octets : withCrlf();
            if (escapes == 0 && longest <= LINE && !delimiter) {
                return new EncodedBody("7bit", text);
            }
            long quoted = (text.length + 2L * (escapes + equals)) * 76 / 73;
            long base64 = text.length * 78L / 57;
            return quoted <= base64
                    ? new EncodedBody("quoted-printable", QuotedPrintable.encode(text, escapes + equals, lines))
                    : new EncodedBody("base64", Base64.getMimeEncoder().encode(text));
        }

        private byte[] withCrlf() {
            byte[] text = new byte[octets.length + bareEnds];
            int length = 0;
            for (int i = 0; i < octets.length; i++) {
                byte octet = octets[i];
                if (octet == '\r' || octet == '\n') {
                    text[length++] = '\r';
                    text[length++] = '\n';
                    if (octet == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
                        i++;
                    }
                } else {
                    text[length++] = octet;
                }
            }
            return text;
        }
    }
}
