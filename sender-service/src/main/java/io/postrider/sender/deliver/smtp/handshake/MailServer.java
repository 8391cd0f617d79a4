package io.postrider.sender.deliver.smtp.handshake;

import io.postrider.routing.Route.Tls;
import io.postrider.routing.SmtpRoute;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * A mail server to connect to.
 *
 * @param name shown in events: the host name of a domain's server; the name of a relay is for the operator only
 * @param address its address
 * @param tls the TLS mode required. For mail servers of a domain, MTA-STS (RFC 8461) or DANE (RFC 7672) would determine
 *     it for each host
 * @param afterTls whether TLS with it has failed
 */
public record MailServer(String name, SocketAddress address, Tls tls, boolean afterTls) {

    /** The server of a route. */
    public static MailServer of(SmtpRoute route) {
        return new MailServer(
                "the route's server", SocketAddress.inetSocketAddress(route.port(), route.host()), route.tls(), false);
    }

    /** One of the servers of a domain. */
    public static MailServer of(String host, InetAddress address, int port, Tls tls) {
        return new MailServer(host, address(host, address, port, tls), tls, false);
    }

    /** Plain text is better than no delivery (RFC 7435, 3). */
    public MailServer inPlainText() {
        return new MailServer(name, address, Tls.NONE, true);
    }

    /** SNI is sent only where the certificate must match the name: old servers close the connection on it. */
    private static SocketAddress address(String host, InetAddress address, int port, Tls tls) {
        if (tls == Tls.NONE || tls == Tls.OPPORTUNISTIC) {
            return SocketAddress.inetSocketAddress(port, address.getHostAddress());
        }
        try {
            InetAddress named = InetAddress.getByAddress(host, address.getAddress());
            return SocketAddress.inetSocketAddress(new InetSocketAddress(named, port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IP address has 4 or 16 bytes", e);
        }
    }
}
