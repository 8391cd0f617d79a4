package io.postrider.ingest.report;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicLong;

/** A connection whose client may send so many bytes: some for its commands, and more with each mail that it is allowed. */
final class MeteredSocket extends Socket {
    /** Some hundred commands, and TLS handshakes. */
    static final long COMMAND_BYTES = 64 << 10;

    private final AtomicLong allowance = new AtomicLong(COMMAND_BYTES);

    void allow(long bytes) {
        allowance.addAndGet(bytes);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Metered(super.getInputStream());
    }

    /** Accepts connections of this kind. */
    static final class Listener extends ServerSocket {
        Listener() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            MeteredSocket socket = new MeteredSocket();
            implAccept(socket);
            return socket;
        }
    }

    private final class Metered extends FilterInputStream {
        Metered(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count(read);
            return read;
        }

        private void count(int bytes) throws SocketException {
            if (allowance.addAndGet(-Math.max(0, bytes)) < 0) {
                throw new SocketException("the client sends more than it may");
            }
        }
    }
}
