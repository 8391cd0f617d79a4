package io.postrider.sender.deliver;

import io.postrider.routes.Route;
import io.postrider.routes.Route.Tls;
import java.nio.file.Path;
import java.time.Duration;

/** A route to the sink, and how to go by it. */
final class Relay {
    private Relay() {}

    static Route to(int port) {
        return to(port, Tls.NONE, null);
    }

    static Route to(int port, Tls tls, Route.Credentials credentials) {
        return to("localhost", port, tls, credentials);
    }

    static Route to(String host, int port, Tls tls, Route.Credentials credentials) {
        return new Route("relay", Route.Kind.SMTP, host, port, tls, credentials, 1, Route.Match.EVERYTHING, 8);
    }

    static Route to(int port, int maxConnections) {
        return new Route(
                "relay", Route.Kind.SMTP, "localhost", port, Tls.NONE, null, 1, Route.Match.EVERYTHING, maxConnections);
    }

    /** @param patience for every reply */
    static SmtpSettings settings(Duration patience) {
        SmtpSettings.Timeouts timeouts =
                new SmtpSettings.Timeouts(Duration.ofSeconds(30), patience, patience, patience, patience);
        return new SmtpSettings("client.example", timeouts, Duration.ofSeconds(30), 1_000, Duration.ofMillis(50), null);
    }

    static SmtpSettings trusting(SmtpSettings settings, Path trust) {
        return new SmtpSettings(
                settings.name(),
                settings.timeouts(),
                settings.idle(),
                settings.lettersPerConnection(),
                settings.reconnectPause(),
                trust);
    }

    static SmtpSettings lettersPerConnection(SmtpSettings settings, int letters) {
        return new SmtpSettings(
                settings.name(),
                settings.timeouts(),
                settings.idle(),
                letters,
                settings.reconnectPause(),
                settings.trust());
    }

    static SmtpSettings idle(SmtpSettings settings, Duration idle) {
        return new SmtpSettings(
                settings.name(),
                settings.timeouts(),
                idle,
                settings.lettersPerConnection(),
                settings.reconnectPause(),
                settings.trust());
    }
}
