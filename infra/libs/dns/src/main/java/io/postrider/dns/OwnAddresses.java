package io.postrider.dns;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The addresses of this host's interfaces, read again when they are older than {@link #FRESH}. */
final class OwnAddresses {
    static final Duration FRESH = Duration.ofSeconds(30);

    /** Reads them. May block. */
    @FunctionalInterface
    interface Interfaces {
        Set<InetAddress> read() throws SocketException;
    }

    private record Reading(CompletableFuture<Set<InetAddress>> addresses, long begun) {}

    private final Interfaces interfaces;
    private final LongSupplier nanoTime;
    private Reading last;

    /**
     * @param nanoTime as {@link System#nanoTime}
     * @throws IllegalStateException if they cannot be read
     */
    OwnAddresses(LongSupplier nanoTime) {
        this(OwnAddresses::ofThisMachine, nanoTime);
    }

    OwnAddresses(Interfaces interfaces, LongSupplier nanoTime) {
        this.interfaces = interfaces;
        this.nanoTime = nanoTime;
        try {
            this.last = new Reading(CompletableFuture.completedFuture(interfaces.read()), nanoTime.getAsLong());
        } catch (SocketException e) {
            throw new IllegalStateException("the addresses of this host cannot be read", e);
        }
    }

    /** Never blocks, never fails. If they can no longer be read, returns the last ones. */
    synchronized CompletionStage<Set<InetAddress>> current() {
        long now = nanoTime.getAsLong();
        if (now - last.begun() >= FRESH.toNanos()) {
            CompletableFuture<Set<InetAddress>> before = last.addresses();
            // With many interfaces this takes milliseconds, too long for an event loop.
            last = new Reading(CompletableFuture.supplyAsync(() -> read(before)), now);
        }
        return last.addresses();
    }

    private Set<InetAddress> read(CompletableFuture<Set<InetAddress>> before) {
        try {
            return interfaces.read();
        } catch (SocketException e) {
            return before.join();
        }
    }

    private static Set<InetAddress> ofThisMachine() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .collect(Collectors.toUnmodifiableSet());
    }
}
