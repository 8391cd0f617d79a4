package io.postrider.sender.compose.sign;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The SHA-256 of a body in relaxed form (RFC 6376, 3.4.4): runs of spaces and tabs are one space, none at the end of a
 * line, no empty lines at the end of the body. Bare CR and LF, which our mails never contain, are treated like any
 * other octet.
 */
final class RelaxedBody {
    private static final int ROOM = 8_192;

    private final MessageDigest digest;
    private final byte[] canonical = new byte[ROOM];
    private int length;
    private boolean empty = true;
    private boolean space;
    private boolean carriageReturn;
    private int lineEnds;

    private RelaxedBody(MessageDigest digest) {
        this.digest = digest;
    }

    /** @param start offset offset of the body in the first chunk */
    static byte[] hash(List<byte[]> message, int start) {
        try {
            RelaxedBody body = new RelaxedBody(MessageDigest.getInstance("SHA-256"));
            int from = start;
            for (byte[] chunk : message) {
                body.take(chunk, from);
                from = 0;
            }
            return body.finish();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length) {
            byte octet = bytes[at];
            if (octet == '\n' && carriageReturn) {
                carriageReturn = false;
                space = false;
                lineEnds++;
                at++;
            } else if (octet == '\r' || octet == ' ' || octet == '\t') {
                settleCarriageReturn();
                carriageReturn = octet == '\r';
                space |= octet != '\r';
                at++;
            } else {
                settleCarriageReturn();
                int end = endOfWord(bytes, at + 1);
                settle();
                put(bytes, at, end);
                at = end;
            }
        }
    }

    private static int endOfWord(byte[] bytes, int from) {
        int at = from;
        // Octets above 127 are negative here.
        while (at < bytes.length && (bytes[at] > ' ' || bytes[at] < 0)) {
            at++;
        }
        return at;
    }

    private void settleCarriageReturn() {
        if (carriageReturn) {
            carriageReturn = false;
            settle();
            put((byte) '\r');
        }
    }

    /** Pending white space before a word: line ends except the last ones, and one space inside a line. */
    private void settle() {
        for (; lineEnds > 0; lineEnds--) {
            put((byte) '\r');
            put((byte) '\n');
        }
        if (space) {
            space = false;
            put((byte) ' ');
        }
        empty = false;
    }

    private void put(byte octet) {
        if (length == ROOM) {
            flush();
        }
        canonical[length++] = octet;
    }

    private void put(byte[] bytes, int from, int end) {
        if (end - from > ROOM - length) {
            flush();
        }
        if (end - from > ROOM) {
            digest.update(bytes, from, end - from);
        } else {
            System.arraycopy(bytes, from, canonical, length, end - from);
            length += end - from;
        }
    }

    private void flush() {
        digest.update(canonical, 0, length);
        length = 0;
    }

    private byte[] finish() {
        settleCarriageReturn();
        if (!empty) {
            put((byte) '\r');
            put((byte) '\n');
        }
        flush();
        return digest.digest();
    }
}
