package io.postrider.sender.deliver;

import io.postrider.routing.Route;
import io.postrider.routing.Route.Tls;
import io.postrider.routing.RouteOptions;
import io.postrider.routing.Shaping;
import io.postrider.routing.SmtpRoute;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.testing.Patience;
import java.nio.file.Path;
import java.time.Duration;

/** A route to the sink, and how to go by it. */
public final class Relay {
    private Relay() {}

    public static SmtpRoute to(int port) {
        return to(port, Tls.NONE, null);
    }

    public static SmtpRoute to(int port, Tls tls, Route.Credentials credentials) {
        return to("localhost", port, tls, credentials);
    }

    public static SmtpRoute to(String host, int port, Tls tls, Route.Credentials credentials) {
        return route(host, port, tls, credentials, new Shaping(8, 0, null, null));
    }

    public static SmtpRoute to(int port, int maxConnections) {
        return route("localhost", port, Tls.NONE, null, new Shaping(maxConnections, 0, null, null));
    }

    private static SmtpRoute route(String host, int port, Tls tls, Route.Credentials credentials, Shaping shaping) {
        RouteOptions options = new RouteOptions("relay", 1, Route.Match.EVERYTHING, shaping, false, false);
        return new SmtpRoute(options, host, port, tls, credentials);
    }

    /** @param patience for every reply */
    public static SmtpSettings settings(Duration patience) {
        return settings(new SmtpSettings.Timeouts(Patience.LIMIT, patience, patience, patience, patience));
    }

    public static SmtpSettings settings(SmtpSettings.Timeouts timeouts) {
        return new SmtpSettings("client.example", timeouts, Patience.LIMIT, 1_000, Duration.ofMillis(50), null);
    }

    public static SmtpSettings trusting(SmtpSettings settings, Path trust) {
        return new SmtpSettings(
                settings.name(),
                settings.timeouts(),
                settings.idle(),
                settings.mailsPerConnection(),
                settings.reconnectPause(),
                trust);
    }

    public static SmtpSettings mailsPerConnection(SmtpSettings settings, int letters) {
        return new SmtpSettings(
                settings.name(),
                settings.timeouts(),
                settings.idle(),
                letters,
                settings.reconnectPause(),
                settings.trust());
    }

    public static SmtpSettings idle(SmtpSettings settings, Duration idle) {
        return new SmtpSettings(
                settings.name(),
                settings.timeouts(),
                idle,
                settings.mailsPerConnection(),
                settings.reconnectPause(),
                settings.trust());
    }
}
