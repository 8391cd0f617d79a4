package io.postrider.bench.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Ports of this machine; the bench talks to no other. */
public final class Loopback {
    public static final String HOST = "127.0.0.1";
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Loopback() {}

    /** Returns when the port takes connections and greets; SMTP servers speak first (RFC 5321, 3.1). */
    public static void awaitGreeting(Child server, int port, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            server.requireAlive();
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(HOST, port), (int) PAUSE.toMillis());
                socket.setSoTimeout((int) Duration.ofSeconds(5).toMillis());
                if (socket.getInputStream().read() == '2') {
                    return;
                }
            } catch (IOException e) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        throw new BenchException("nothing greets on port %d after %s".formatted(port, limit));
    }
}
