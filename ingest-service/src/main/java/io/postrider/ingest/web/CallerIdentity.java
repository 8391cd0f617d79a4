package io.postrider.ingest.web;

import io.postrider.net.AddressLiteral;
import io.postrider.net.AddressRanges;
import io.postrider.net.Forwarded;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Identifies the caller: by API key or, before one was presented, by network address. */
@Singleton
public class CallerIdentity {
    private static final String FORWARDED = "Forwarded";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final AddressRanges trusted;

    CallerIdentity(ProxySettings settings) {
        this.trusted = AddressRanges.parse(
                "postrider.trusted-proxies", settings.trustedProxies().orElse(List.of()));
    }

    /**
     * The client's name for limits per client; null for a call through a trusted proxy that does not state the client.
     */
    public String nameOf(RoutingContext call) {
        String apiKey = apiKeyOf(call);
        return apiKey != null
                ? "key " + apiKey
                : addressOf(call.request())
                        .map(address -> ClientAddress.of(address).name())
                        .orElse(null);
    }

    /** The name of the API key that a call presented, or null. */
    public static String apiKeyOf(RoutingContext call) {
        SecurityIdentity identity = call.user() instanceof QuarkusHttpUser user ? user.getSecurityIdentity() : null;
        return identity == null || identity.isAnonymous()
                ? null
                : identity.getPrincipal().getName();
    }

    /** The name of the connected peer; null for a trusted proxy. */
    public String nameOfPeer(InetAddress peer) {
        return trusted.contains(peer) ? null : ClientAddress.of(peer).name();
    }

    /** The address from which a request comes; empty in the same cases as {@link Forwarded#client}. */
    public Optional<InetAddress> addressOf(HttpServerRequest request) {
        return addressOf(request.connection().remoteAddress())
                .flatMap(peer -> Forwarded.client(
                        peer,
                        request.headers().getAll(FORWARDED),
                        request.headers().getAll(FORWARDED_FOR),
                        trusted));
    }

    private static Optional<InetAddress> addressOf(SocketAddress peer) {
        return peer == null || peer.hostAddress() == null
                ? Optional.empty()
                : AddressLiteral.parse(withoutZone(peer.hostAddress()));
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
