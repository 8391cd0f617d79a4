package io.postrider.neighbours.smtp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;

/**
 * Bytes in and out of one connection. Output is buffered until the sink would have to wait for input, so that a group
 * of commands is answered in one write (RFC 2920, 3.2).
 */
final class SinkWire {
    private static final int BUFFER = 64 * 1_024;
    private static final int LINE_LIMIT = 16 * 1_024;
    private static final int LINGER_MILLIS = 1_000;

    private final byte[] input = new byte[BUFFER];
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream mail = new ByteArrayOutputStream(BUFFER);
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private int position;
    private int end;
    private int bytesPerSecond;

    SinkWire(Socket socket) throws IOException {
        use(socket);
    }

    /** Continues under TLS. Anything that the client sent in plain text after STARTTLS is dropped (RFC 3207, 4.2). */
    void startTls(SinkCertificate certificate) throws IOException {
        flush();
        position = end;
        SSLSocket secure =
                (SSLSocket) certificate.context().getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        use(secure);
    }

    boolean encrypted() {
        return socket instanceof SSLSocket;
    }

    /** Writes this slowly from now on; 0 for full speed. */
    void slowDown(int bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** The next line without its CRLF. */
    String line() throws IOException {
        ByteArrayOutputStream begun = null;
        while (true) {
            for (int i = position; i < end; i++) {
                if (input[i] == '\n') {
                    String line = text(begun, i);
                    position = i + 1;
                    return line;
                }
            }
            if (position < end) {
                begun = begun == null ? new ByteArrayOutputStream() : begun;
                begun.write(input, position, end - position);
                position = end;
                if (begun.size() > LINE_LIMIT) {
                    throw new IOException("a command is longer than " + LINE_LIMIT + " bytes");
                }
            }
            fill();
        }
    }

    private String text(ByteArrayOutputStream begun, int lineEnd) {
        byte[] bytes = input;
        int from = position;
        int length = lineEnd - position;
        if (begun != null) {
            begun.write(input, position, length);
            bytes = begun.toByteArray();
            from = 0;
            length = bytes.length;
        }
        if (length > 0 && bytes[from + length - 1] == '\r') {
            length--;
        }
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /**
     * The mail up to CRLF.CRLF with its dots unstuffed (RFC 5321, 4.5.2). Only CRLF ends a line: a bare LF before a dot
     * does not end the mail; otherwise one mail could smuggle in another.
     *
     * @param limit bytes to keep; the rest is read and dropped, and the result is null
     */
    byte[] mail(int limit) throws IOException {
        mail.reset();
        boolean lineBegins = true;
        boolean endsInCr = false;
        boolean tooLarge = false;
        while (true) {
            need(1);
            if (lineBegins && input[position] == '.') {
                need(3);
                if (input[position + 1] == '\r' && input[position + 2] == '\n') {
                    position += 3;
                    return tooLarge ? null : mail.toByteArray();
                }
                position++;
            }
            int stop = position;
            while (stop < end && input[stop] != '\n') {
                stop++;
            }
            boolean wholeLine = stop < end;
            int length = (wholeLine ? stop + 1 : stop) - position;
            byte beforeLast = length > 1 ? input[position + length - 2] : (byte) (endsInCr ? '\r' : 0);
            lineBegins = wholeLine && beforeLast == '\r';
            endsInCr = length > 0 && input[position + length - 1] == '\r' || length == 0 && endsInCr;
            tooLarge |= mail.size() + length > limit;
            if (!tooLarge) {
                mail.write(input, position, length);
            }
            position += length;
        }
    }

    /** Reads this many bytes. */
    void skip(int bytes) throws IOException {
        int left = bytes;
        while (left > 0) {
            need(1);
            int step = Math.min(left, end - position);
            position += step;
            left -= step;
        }
    }

    /** Reads and drops everything until the client disconnects. */
    void swallow() throws IOException {
        flush();
        while (in.read(input) >= 0) {
            // The content does not matter.
        }
    }

    /** Discards unsent output. */
    void discard() {
        output.reset();
    }

    /**
     * Sends the rest and closes so that the client can still read it: closing a socket with unread input makes TCP
     * reset the connection, and the last reply would be lost.
     */
    void finish() throws IOException {
        flush();
        socket.shutdownOutput();
        socket.setSoTimeout(LINGER_MILLIS);
        swallow();
    }

    void write(String text) {
        output.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void writeOctets(String octets) {
        output.writeBytes(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    void flush() throws IOException {
        if (output.size() == 0) {
            return;
        }
        byte[] bytes = output.toByteArray();
        output.reset();
        if (bytesPerSecond == 0) {
            out.write(bytes);
        } else {
            for (byte one : bytes) {
                out.write(one);
                out.flush();
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
            }
        }
        out.flush();
    }

    private void need(int bytes) throws IOException {
        while (end - position < bytes) {
            fill();
        }
    }

    private void fill() throws IOException {
        flush();
        if (position == end) {
            position = 0;
            end = 0;
        } else if (end == input.length) {
            System.arraycopy(input, position, input, 0, end - position);
            end -= position;
            position = 0;
        }
        int read = in.read(input, end, input.length - end);
        if (read < 0) {
            throw new EOFException();
        }
        end += read;
    }

    private void use(Socket next) throws IOException {
        socket = next;
        in = next.getInputStream();
        out = next.getOutputStream();
    }
}
