package io.postrider.routing;

import java.util.function.Function;

/**
 * The mail servers of each recipient's domain (RFC 5321, 5.1), over our own SMTP transport. It has no credentials: the
 * servers of the recipients must not get them.
 *
 * @param port of all servers, 1 to 65535
 * @param tls when a connection is encrypted
 */
public record MxRoute(RouteOptions options, int port, Route.Tls tls) implements Route {

    @Override
    public boolean smartHost() {
        return false;
    }

    @Override
    public boolean sharesConnectionsWith(Route other) {
        return other instanceof MxRoute mx && port == mx.port && tls == mx.tls && options.sameConnections(mx.options);
    }

    @Override
    public <T> T fold(
            Function<SmtpRoute, T> smtp,
            Function<MxRoute, T> mx,
            Function<MailerRoute, T> mailer,
            Function<TestRoute, T> test) {
        return mx.apply(this);
    }
}
