package io.postrider.routing;

import io.postrider.files.Settings;
import io.postrider.files.YamlFile;
import io.postrider.mail.Lane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code routes.yaml}. */
public final class RoutesFile {
    /** As the file names the kinds of routes. */
    enum Kind {
        SMTP,
        MX,
        MAILER
    }

    /** Each of the three lanes has separate connections. */
    private static final int LEAST_CONNECTIONS = 3;

    private static final int DEFAULT_CONNECTIONS = 20;
    private static final int DEFAULT_MX_CONNECTIONS = 200;
    private static final Set<String> SETTINGS = Shaping.settings(CredentialsOfRoute.settings(
            Set.of("name", "kind", "host", "port", "tls", "weight", "match", "site_limits", "suspended")));
    private static final Set<String> MATCH_SETTINGS = Set.of("sender_domains", "recipient_domains", "lanes");

    private RoutesFile() {}

    /** @throws io.postrider.files.FileException if the file is missing or unusable */
    public static List<Route> read(Path file) {
        return YamlFile.read(file, "routes file", "postrider.routes.file", RoutesFile::parse);
    }

    static List<Route> parse(String yaml) {
        List<Route> routes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Settings settings : YamlFile.entries(yaml, "routes", SETTINGS)) {
            Route route = route(settings);
            if (!names.add(route.name())) {
                throw settings.fault("name", "is the name of an earlier route; names must be unique");
            }
            routes.add(route);
        }
        return List.copyOf(routes);
    }

    private static Route route(Settings settings) {
        String name = settings.name();
        Kind kind = settings.word("kind", Kind.class, Kind.SMTP);
        Route.Credentials credentials = CredentialsOfRoute.read(settings, kind);
        Route.Tls tls = tls(settings, name, credentials);
        String host = settings.text("host", null);
        if ((kind == Kind.SMTP) != (host != null)) {
            throw settings.fault("host", "is required for kind smtp, and not allowed for others");
        }
        int port = settings.number("port", port(kind, tls), 1, 65_535);
        RouteOptions options = options(settings, name, kind);
        return switch (kind) {
            case SMTP -> new SmtpRoute(options, host, port, tls, credentials);
            case MX -> new MxRoute(options, port, tls);
            case MAILER -> new MailerRoute(options);
        };
    }

    private static RouteOptions options(Settings settings, String name, Kind kind) {
        boolean mx = kind == Kind.MX;
        return new RouteOptions(
                name,
                settings.number("weight", 1, 0, 1_000),
                match(settings),
                Shaping.read(settings, LEAST_CONNECTIONS, mx ? DEFAULT_MX_CONNECTIONS : DEFAULT_CONNECTIONS),
                settings.truth("site_limits", mx),
                settings.truth("suspended", false));
    }

    private static int port(Kind kind, Route.Tls tls) {
        if (kind == Kind.MX) {
            return 25;
        }
        return tls == Route.Tls.IMPLICIT ? 465 : 587;
    }

    /** With credentials the server must be verified: otherwise a man in the middle could steal them. */
    private static Route.Tls tls(Settings settings, String name, Route.Credentials credentials) {
        Route.Tls tls = settings.word(
                "tls", Route.Tls.class, credentials == null ? Route.Tls.OPPORTUNISTIC : Route.Tls.STARTTLS);
        if (credentials != null && !tls.verified() && !credentials.anyServer()) {
            throw settings.fault(
                    "tls",
                    "is %s, so any server could read the password of route %s; use starttls or implicit, or set %s: true"
                            .formatted(tls.name().toLowerCase(Locale.ROOT), name, CredentialsOfRoute.ALLOW_PLAINTEXT));
        }
        return tls;
    }

    private static Route.Match match(Settings settings) {
        return settings.inner("match", MATCH_SETTINGS).map(RoutesFile::matchOf).orElse(Route.Match.EVERYTHING);
    }

    private static Route.Match matchOf(Settings match) {
        Set<Lane> lanes = new LinkedHashSet<>();
        for (String word : match.words("lanes")) {
            lanes.add(Lane.of(word)
                    .orElseThrow(() -> match.fault(
                            "lanes", "has an unknown lane '%s'; use transactional, standard or bulk".formatted(word))));
        }
        return new Route.Match(match.words("sender_domains"), match.words("recipient_domains"), lanes);
    }
}
