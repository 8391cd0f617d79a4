package io.postrider.neighbours.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * An SMTP server on a loopback address that passes each mail to its listeners. One thread per connection, blocking and
 * buffered: a group of pipelined commands costs one read and one write.
 */
public final class SmtpSink implements AutoCloseable {
    private static final int BACKLOG = 1_024;

    public enum Tls {
        NONE,
        /** Offered, and required before AUTH. */
        STARTTLS,
        IMPLICIT
    }

    /**
     * @param host to listen on, an address of 127.0.0.0/8, so that several can have the same port
     * @param port to listen on, 0 for any free one
     * @param tls when a connection is encrypted
     * @param certificate used for TLS
     * @param users passwords by name; if there are any, AUTH is offered and required before MAIL
     * @param maxBytes of one mail, as announced by SIZE; larger ones are refused with 552
     * @param offers extensions offered in addition to SIZE, STARTTLS and AUTH; if empty, EHLO is not supported, only
     *     HELO
     * @param mechanisms for AUTH, of {@code PLAIN} and {@code LOGIN}
     */
    public record Settings(
            String host,
            int port,
            Tls tls,
            SinkCertificate certificate,
            Map<String, String> users,
            int maxBytes,
            Set<String> offers,
            Set<String> mechanisms) {
        public static final Settings PLAIN = new Settings(
                "127.0.0.1",
                0,
                Tls.NONE,
                SinkCertificate.LOCALHOST,
                Map.of(),
                50 << 20,
                Set.of("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"),
                Set.of("PLAIN", "LOGIN"));

        public Settings withHost(String other) {
            return new Settings(other, port, tls, certificate, users, maxBytes, offers, mechanisms);
        }

        public Settings withPort(int other) {
            return new Settings(host, other, tls, certificate, users, maxBytes, offers, mechanisms);
        }

        public Settings withTls(Tls other) {
            return new Settings(host, port, other, certificate, users, maxBytes, offers, mechanisms);
        }

        public Settings withCertificate(SinkCertificate other) {
            return new Settings(host, port, tls, other, users, maxBytes, offers, mechanisms);
        }

        public Settings withUsers(Map<String, String> others) {
            return new Settings(host, port, tls, certificate, others, maxBytes, offers, mechanisms);
        }

        public Settings withMaxBytes(int other) {
            return new Settings(host, port, tls, certificate, users, other, offers, mechanisms);
        }

        public Settings withOffers(String... others) {
            return new Settings(host, port, tls, certificate, users, maxBytes, Set.of(others), mechanisms);
        }

        public Settings withMechanisms(String... others) {
            return new Settings(host, port, tls, certificate, users, maxBytes, offers, Set.of(others));
        }
    }

    final Settings settings;
    private final ServerSocket listener;
    private final CopyOnWriteArrayList<Consumer<ReceivedMail>> listeners = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();
    private volatile Script script = Script.acceptAll();
    private final Thread accepting;
    private volatile boolean closed;

    private SmtpSink(Settings settings) throws IOException {
        this.settings = settings;
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()), BACKLOG);
        this.accepting = start("smtp-sink-" + port(), this::listen);
    }

    /** @throws UncheckedIOException if the port is taken; the message names it */
    public static SmtpSink start(Settings settings) {
        try {
            return new SmtpSink(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "SMTP sink cannot listen on %s:%d".formatted(settings.host(), settings.port()), e);
        }
    }

    /** Accepts all mail, on any free port, without TLS. */
    public static SmtpSink start() {
        return start(Settings.PLAIN);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Adds a listener. It is called on the connection's thread before the client is answered, so it must be quick. */
    public SmtpSink onMail(Consumer<ReceivedMail> listener) {
        listeners.add(Objects.requireNonNull(listener));
        return this;
    }

    /** Replaces the script, from the next command of each connection on. */
    public void script(Script next) {
        script = Objects.requireNonNull(next);
    }

    /** Connections open now. */
    public int connections() {
        return open.size();
    }

    /** Connections since the start. */
    public int connectionsEver() {
        return opened.get();
    }

    /** Mails taken since the start. */
    public long taken() {
        return taken.get();
    }

    /** Closes the open connections and continues listening. */
    public void cutConnections() {
        open.forEach(SmtpSink::cut);
    }

    /** Closes the connections and frees the port before it returns. */
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
            accepting.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cutConnections();
        }
    }

    Script script() {
        return script;
    }

    void take(ReceivedMail mail) {
        listeners.forEach(listener -> listener.accept(mail));
        taken.incrementAndGet();
    }

    private void listen() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                int number = opened.incrementAndGet();
                start("smtp-sink-" + port() + "-" + number, () -> serve(socket, number));
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new SinkSession(this, number, new SinkWire(socket)).run();
        } catch (IOException e) {
            // The client disconnected, or close() was called: in both cases this connection has ended.
        } finally {
            open.remove(socket);
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Already closed, as intended.
        }
    }
}
