package io.postrider.sender.deliver.smtp.pool;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * A mail as sent after the 354 reply, dot-stuffed and ending with the final dot (RFC 5321, 4.5.2). It is produced piece
 * by piece as the server reads, so that a large mail takes the memory of a piece, not of a copy.
 */
final class DotStuffedBody {
    static final int PIECE = 64 * 1_024;
    private static final int ROOM_FOR_NEXT_ENVELOPE = 512;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] FINAL_DOT = {'.', '\r', '\n'};

    private final List<byte[]> chunks;
    private final long size;
    private int chunk;
    private int offset;
    private boolean lineBegins = true;
    private boolean whole;

    DotStuffedBody(List<byte[]> chunks) {
        this.chunks = chunks;
        long sum = 0;
        for (byte[] bytes : chunks) {
            sum += bytes.length;
        }
        this.size = sum;
    }

    /** Bytes of the mail as RFC 1870, 5 counts them: without stuffed dots and the final dot. */
    long size() {
        return size;
    }

    /** Whether the final dot has been produced. */
    boolean whole() {
        return whole;
    }

    /** The next {@link #PIECE} bytes or so; the last piece includes the final dot. */
    Buffer next() {
        Buffer piece = Buffer.buffer((int) Math.min(size, PIECE) + ROOM_FOR_NEXT_ENVELOPE);
        while (chunk < chunks.size() && piece.length() < PIECE) {
            byte[] bytes = chunks.get(chunk);
            int limit = Math.min(bytes.length, offset + PIECE - piece.length());
            stuff(bytes, offset, limit, piece);
            offset = limit;
            if (offset == bytes.length) {
                chunk++;
                offset = 0;
            }
        }
        if (chunk == chunks.size()) {
            if (size > 0 && !endsInCrLf()) {
                piece.appendBytes(CRLF);
            }
            piece.appendBytes(FINAL_DOT);
            whole = true;
        }
        return piece;
    }

    /** A dot after a bare LF is stuffed too, since some servers treat a bare LF as a line end. */
    private void stuff(byte[] bytes, int from, int limit, Buffer piece) {
        int copied = from;
        int i = from;
        while (i < limit) {
            if (lineBegins && bytes[i] == '.') {
                piece.appendBytes(bytes, copied, i - copied).appendByte((byte) '.');
                copied = i;
            }
            while (i < limit && bytes[i] != '\n') {
                i++;
            }
            lineBegins = i < limit;
            i++;
        }
        piece.appendBytes(bytes, copied, limit - copied);
    }

    private boolean endsInCrLf() {
        int wanted = CRLF.length - 1;
        for (int c = chunks.size() - 1; c >= 0; c--) {
            byte[] bytes = chunks.get(c);
            for (int i = bytes.length - 1; i >= 0; i--) {
                if (bytes[i] != CRLF[wanted]) {
                    return false;
                } else if (wanted-- == 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
