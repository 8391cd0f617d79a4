package io.postrider.names;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Resolves host names, and keeps the last address of each for {@link #KEPT}: it is used while no name server responds
 * (RFC 8767). Thread-safe; never blocks. It holds one address for each requested name; these come from settings and
 * from the routes file.
 */
public final class KnownAddresses {
    /** Timeout of a name server while an address is known (RFC 8767, 5: 1.8 s). */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How long, after a timeout, lookups use the last address without waiting for the name server (RFC 8767, 5). */
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** The shortest maximum that RFC 8767, 4 recommends. */
    static final Duration KEPT = Duration.ofDays(1);

    /** A lookup at a name server. */
    @FunctionalInterface
    interface Resolver {
        Future<InetAddress> resolve(String host);
    }

    private final Vertx vertx;
    private final Resolver resolver;
    private final LongSupplier nanoTime;
    private final Map<String, KnownAddress> names = new ConcurrentHashMap<>();

    /** Uses the name servers of Vert.x. */
    public KnownAddresses(Vertx vertx) {
        this(
                vertx,
                host -> Future.future(answer -> ((VertxInternal) vertx).resolveAddress(host, answer)),
                System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    KnownAddresses(Vertx vertx, Resolver resolver, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.resolver = resolver;
        this.nanoTime = nanoTime;
    }

    /**
     * The same endpoint with an IP address; it keeps its name, against which certificates are verified. Completes
     * immediately if the endpoint is an IP address, otherwise on any thread. Fails with {@link UnknownHostException} if
     * the name has no address, or none is known while no name server responds.
     */
    public Future<SocketAddress> of(SocketAddress place) {
        if (!place.isInetSocket() || place.hostAddress() != null) {
            return Future.succeededFuture(place);
        }
        return names.computeIfAbsent(place.host(), host -> new KnownAddress(vertx, host, resolver, nanoTime))
                .now()
                .map(address -> named(place, address));
    }

    private static SocketAddress named(SocketAddress place, InetAddress address) {
        try {
            InetAddress named = InetAddress.getByAddress(place.host(), address.getAddress());
            return SocketAddress.inetSocketAddress(new InetSocketAddress(named, place.port()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IP address has 4 or 16 bytes", e);
        }
    }
}
