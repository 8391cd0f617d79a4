package io.postrider.sender.deliver.smtp;

import io.postrider.routing.Route.Tls;
import io.postrider.routing.SmtpRoute;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * A mail server to connect to.
 *
 * @param name for people who read events: of a domain's server its host name; that of a relay is for the operator only
 * @param address where it is
 * @param tls what is asked of the connection. For mail servers of a domain this is where MTA-STS (RFC 8461) or DANE (RFC 7672)
 *     would say so for each host
 * @param afterTls whether TLS was tried with it, in vain
 */
public record MailServer(String name, SocketAddress address, Tls tls, boolean afterTls) {

    /** The server of a route. */
    static MailServer of(SmtpRoute route) {
        return new MailServer(
                "the route's server", SocketAddress.inetSocketAddress(route.port(), route.host()), route.tls(), false);
    }

    /** One of the servers of a domain. */
    public static MailServer of(String host, InetAddress address, int port, Tls tls) {
        return new MailServer(host, address(host, address, port, tls), tls, false);
    }

    /** Better in plain text than not at all (RFC 7435, 3). */
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
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
