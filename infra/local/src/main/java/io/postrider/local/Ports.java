package io.postrider.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports on the loopback interface. */
public final class Ports {
    static final String HOST = "127.0.0.1";

    private static final int LOWEST = 20_000;
    private static final int COUNT = 12_000;
    /** From anywhere, so that processes that look for ports at the same time seldom meet. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private Ports() {}

    /**
     * A port that was free a moment ago, none twice. Below those that Linux gives to outgoing connections (32,768 and above): one of them may
     * be in use by the time a service has started.
     */
    public static int free() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // The next one, then.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new StartException("no port from %d to %d is free".formatted(LOWEST, LOWEST + COUNT - 1));
    }

    /**
     * @param what the part that wants the port, as people call it
     * @param option how to choose another port
     * @throws StartException if another program listens there
     */
    static void requireFree(int port, String what, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            // What a closed listener left in TIME_WAIT is no hindrance.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
        } catch (IOException e) {
            throw new StartException(
                    "Port %d for %s is taken by another program. Stop it, or choose another port with %s N."
                            .formatted(port, what, option),
                    e);
        }
    }
}
