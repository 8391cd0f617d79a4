package io.postrider.routing;

import java.util.Objects;
import java.util.function.Function;

/**
 * A mail server that relays mail, over our own pipelined SMTP transport, for volume.
 *
 * @param host name or address of the server
 * @param port 1 to 65535
 * @param tls when the connection is encrypted
 * @param credentials what to authenticate with, or null
 */
public record SmtpRoute(RouteOptions options, String host, int port, Route.Tls tls, Route.Credentials credentials)
        implements Route {

    @Override
    public boolean smartHost() {
        return true;
    }

    @Override
    public boolean sharesConnectionsWith(Route other) {
        return other instanceof SmtpRoute smtp
                && host.equals(smtp.host)
                && port == smtp.port
                && tls == smtp.tls
                && Objects.equals(credentials, smtp.credentials)
                && options.sameConnections(smtp.options);
    }

    @Override
    public <T> T fold(
            Function<SmtpRoute, T> smtp,
            Function<MxRoute, T> mx,
            Function<MailerRoute, T> mailer,
            Function<TestRoute, T> test) {
        return smtp.apply(this);
    }
}
