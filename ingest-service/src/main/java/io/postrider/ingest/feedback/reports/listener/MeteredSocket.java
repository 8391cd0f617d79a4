package io.postrider.ingest.feedback.reports.listener;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection with a budget of bytes that its client may send: an initial amount for commands, and more with each mail
 * that is allowed. Another thread can close it.
 */
final class MeteredSocket extends Socket {
    /** Enough for several hundred commands and for TLS handshakes. */
    static final long COMMAND_BYTES = 64 << 10;

    private final AtomicLong allowance = new AtomicLong(COMMAND_BYTES);
    private final AtomicLong received = new AtomicLong();
    private volatile Runnable excess = () -> {};
    private volatile Runnable closed = () -> {};
    private volatile boolean ended;

    /** Called when the client has exceeded its budget, before the connection is closed. */
    void onExcess(Runnable called) {
        excess = called;
    }

    /** Called once or more when it is closed. */
    void onClose(Runnable called) {
        closed = called;
        if (isClosed()) {
            called.run();
        }
    }

    void allow(long bytes) {
        allowance.addAndGet(bytes);
    }

    /** Bytes that the client has sent, including those of TLS. */
    long received() {
        return received.get();
    }

    /**
     * Closes it gracefully: the reading thread gets a timeout, as if the client had been silent for too long, and can
     * still send a reply. This works under TLS as well, which an end of the stream would break.
     */
    void end() {
        ended = true;
        try {
            shutdownInput();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    boolean ended() {
        return ended;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Metered(super.getInputStream());
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            closed.run();
        }
    }

    /** Accepts metered connections. */
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
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = ended ? -1 : super.read(bytes, from, length);
            if (ended) {
                throw new SocketTimeoutException("the connection was closed");
            }
            count(read);
            return read;
        }

        private void count(int bytes) throws SocketException {
            received.addAndGet(Math.max(0, bytes));
            if (allowance.addAndGet(-Math.max(0, bytes)) < 0) {
                excess.run();
                throw new SocketException("the client exceeded its budget of bytes");
            }
        }
    }
}
