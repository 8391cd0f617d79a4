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
 * Resolves host names, and remembers the last address of each for {@link #KEPT}: it is used while no name server answers (RFC 8767). Thread-safe;
 * never blocks. It holds one address for each name that it was asked for; these come from settings and from the routes file.
 */
public final class KnownAddresses {
    /** How long a name server may take while an address is known (RFC 8767, 5: 1.8 s). */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How long, after a name server was silent, nobody waits for its answer (RFC 8767, 5). */
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** The shortest maximum that RFC 8767, 4 recommends. */
    static final Duration KEPT = Duration.ofDays(1);

    /** Asks a name server. */
    @FunctionalInterface
    interface Resolver {
        Future<InetAddress> resolve(String host);
    }

    private final Vertx vertx;
    private final Resolver resolver;
    private final LongSupplier nanoTime;
    private final Map<String, KnownAddress> names = new ConcurrentHashMap<>();

    /** Asks the name servers of Vert.x. */
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
     * The same place with an address, under its name, which a certificate must bear. Completes at once if the place has an address, else on
     * any thread. Fails with {@link UnknownHostException} if the name has no address, or none is known while no name server answers.
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
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
