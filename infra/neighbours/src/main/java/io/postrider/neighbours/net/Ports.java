package io.postrider.neighbours.net;

import io.postrider.neighbours.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports on the loopback interface. */
public final class Ports {
    public static final String HOST = "127.0.0.1";

    private static final int LOWEST = 20_000;
    private static final int COUNT = 12_000;
    /** Starts at a random port, so that processes that look for ports at the same time rarely collide. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private static final FileChannel RESERVATIONS = reservations();

    private Ports() {}

    /**
     * A port that was free a moment ago. It is reserved for as long as this process lives, so no port is returned
     * twice, not even to another process of this user. It is below the range that Linux uses for outgoing connections
     * (32,768 and above), since such a port may be in use by the time a service has started.
     */
    public static int free() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (!reserved(port)) {
                continue;
            }
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

    /** A file of which each process locks a byte for each of its ports. */
    private static FileChannel reservations() {
        Path file = Path.of(
                System.getProperty("java.io.tmpdir"), "postrider-ports-" + System.getProperty("user.name") + ".lock");
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("ports cannot be reserved in " + file, e);
        }
    }

    private static boolean reserved(int port) {
        try {
            return RESERVATIONS.tryLock(port, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            // By this process, where its classes were loaded before.
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param what the name of the part that needs the port
     * @param option how to choose another port
     * @throws StartException if another program listens there
     */
    public static void requireFree(int port, String what, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of a closed listener in TIME_WAIT do not matter.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
        } catch (IOException e) {
            throw new StartException(
                    "Port %d for %s is in use by another program. Stop it, or choose another port with %s N."
                            .formatted(port, what, option),
                    e);
        }
    }
}
