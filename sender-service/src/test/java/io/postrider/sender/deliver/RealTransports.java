package io.postrider.sender.deliver;

import io.postrider.dns.MxLookup;
import io.postrider.neighbours.dns.LocalDns;
import io.postrider.routing.MxRoute;
import io.postrider.routing.Route;
import io.postrider.routing.Route.Tls;
import io.postrider.routing.RouteOptions;
import io.postrider.routing.Shaping;
import io.postrider.routing.SitesFile;
import io.postrider.sender.deliver.mailer.MailerClient;
import io.postrider.sender.deliver.mailer.MailerTransport;
import io.postrider.sender.deliver.mx.MxEnvironment;
import io.postrider.sender.deliver.mx.MxTransport;
import io.postrider.sender.deliver.smtp.SmtpTransport;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.deliver.transport.Transport;
import io.postrider.testing.Patience;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import java.time.Duration;
import java.util.List;

/** The transports of each kind of route, for the tests of other steps: to a server on a port of this machine. */
public final class RealTransports {
    /** The kinds of routes that have a server. */
    public enum Kind {
        SMTP,
        MX,
        MAILER
    }

    private static final int CONNECTIONS = 2;

    private RealTransports() {}

    /**
     * @param dns where the recipients' domains lead to the server
     * @return of that kind, to be closed by the caller
     */
    public static Transport of(Kind kind, Vertx vertx, int port, LocalDns dns) {
        SmtpSettings settings = Relay.settings(Patience.LIMIT);
        return switch (kind) {
            case SMTP -> new SmtpTransport(vertx, Relay.to(port), settings);
            case MX ->
                new MxTransport(
                        vertx, direct(port), settings, new MxEnvironment(lookup(dns), SitesFile::shipped, () -> 1));
            case MAILER ->
                new MailerTransport(
                        vertx, new MailerClient(MailClient.create(vertx, relay(port)), CONNECTIONS), Patience.LIMIT);
        };
    }

    private static MailConfig relay(int port) {
        return new MailConfig().setHostname("localhost").setPort(port).setMaxPoolSize(CONNECTIONS);
    }

    private static MxRoute direct(int port) {
        return new MxRoute(
                new RouteOptions(
                        "direct", 1, Route.Match.EVERYTHING, new Shaping(CONNECTIONS, 0, null, null), true, false),
                port,
                Tls.OPPORTUNISTIC);
    }

    private static MxLookup lookup(LocalDns dns) {
        return new MxLookup(new MxLookup.Settings(
                List.of(dns.server()), Duration.ofSeconds(30), Patience.LIMIT, List.of("127.0.0.0/8"), List.of()));
    }
}
