package io.postrider.e2e.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postrider.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;

/** A client that sends the bytes it is given, whatever HTTP says about them. */
final class RawHttp implements AutoCloseable {
    /** Status of a connection that was closed without an answer. */
    static final int CLOSED = 0;

    private static final int STATUS_LINE = 12;

    private final Socket socket;

    private RawHttp(Socket socket) {
        this.socket = socket;
    }

    static RawHttp to(URI server) {
        try {
            Socket socket = new Socket(server.getHost(), server.getPort());
            socket.setSoTimeout((int) Patience.LIMIT.toMillis());
            return new RawHttp(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the bytes; a server that has closed meanwhile is no fault. */
    RawHttp send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The answer, if there is one, says why.
        }
        return this;
    }

    RawHttp send(String text) {
        return send(text.getBytes(ISO_8859_1));
    }

    /** The status of the first answer, or {@link #CLOSED}. */
    int status() {
        try {
            byte[] line = socket.getInputStream().readNBytes(STATUS_LINE);
            return line.length < STATUS_LINE ? CLOSED : Integer.parseInt(new String(line, ISO_8859_1).substring(9));
        } catch (IOException e) {
            return CLOSED;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
