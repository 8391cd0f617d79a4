package io.postrider.routes;

import io.postrider.contract.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads {@code routes.yaml}. */
public final class RoutesFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_CONNECTIONS = 1_000;
    private static final int DEFAULT_CONNECTIONS = 20;
    private static final Set<String> SETTINGS =
            Set.of("name", "kind", "host", "port", "tls", "username", "password", "weight", "match", "max_connections");
    private static final Set<String> MATCH_SETTINGS = Set.of("sender_domains", "recipient_domains", "lanes");

    private RoutesFile() {}

    /** @throws RoutesFileException if the file is missing or not usable */
    public static List<Route> read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException("it is larger than %d bytes".formatted(MAX_BYTES));
            }
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new RoutesFileException(
                    "routes file %s does not exist: create it or set postrider.routes.file"
                            .formatted(file.toAbsolutePath()),
                    e);
        } catch (IOException | IllegalArgumentException | YAMLException e) {
            throw new RoutesFileException("routes file %s: %s".formatted(file.toAbsolutePath(), e.getMessage()), e);
        }
    }

    static List<Route> parse(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        Object root = new Yaml(new SafeConstructor(options)).load(yaml);
        if (!(root instanceof Map<?, ?> top) || !(top.get("routes") instanceof List<?> entries) || entries.isEmpty()) {
            throw new IllegalArgumentException("it must hold 'routes:' with at least one route");
        }
        List<Route> routes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            Settings settings = new Settings("routes[%d]".formatted(i), entries.get(i), SETTINGS);
            Route route = route(settings);
            if (!names.add(route.name())) {
                throw settings.fault("name", "is used by an earlier route; each route needs its own");
            }
            routes.add(route);
        }
        return List.copyOf(routes);
    }

    private static Route route(Settings settings) {
        String name = settings.text("name", null);
        if (name == null || !name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw settings.fault("name", "must be 1 to 63 of a-z, 0-9 and '-'");
        }
        Route.Kind kind = settings.word("kind", Route.Kind.class, Route.Kind.SMTP);
        Route.Tls tls = settings.word("tls", Route.Tls.class, Route.Tls.OPPORTUNISTIC);
        String host = settings.text("host", null);
        if (kind == Route.Kind.SMTP && host == null) {
            throw settings.fault("host", "is needed for kind smtp");
        }
        return new Route(
                name,
                kind,
                host,
                settings.number("port", tls == Route.Tls.IMPLICIT ? 465 : 587, 1, 65_535),
                tls,
                credentials(settings),
                settings.number("weight", 1, 0, 1_000),
                match(settings),
                settings.number("max_connections", DEFAULT_CONNECTIONS, 3, MAX_CONNECTIONS));
    }

    private static Route.Credentials credentials(Settings settings) {
        String username = settings.text("username", null);
        String password = settings.text("password", null);
        if (username == null && password == null) {
            return null;
        }
        if (username == null || password == null) {
            throw settings.fault(username == null ? "username" : "password", "is needed beside the other of the two");
        }
        if (!password.matches("\\$\\{(env:[A-Za-z_][A-Za-z0-9_]*|file:[^}]+)}")) {
            throw settings.fault(
                    "password", "must be a reference, ${env:NAME} or ${file:/path}, never the secret itself");
        }
        return new Route.Credentials(username, password);
    }

    private static Route.Match match(Settings settings) {
        Object given = settings.values.get("match");
        if (given == null) {
            return Route.Match.EVERYTHING;
        }
        Settings match = new Settings(settings.place + ".match", given, MATCH_SETTINGS);
        Set<Lane> lanes = new LinkedHashSet<>();
        for (String word : match.words("lanes")) {
            lanes.add(Lane.of(word).orElseThrow(() -> match.fault("lanes", "knows no lane '%s'".formatted(word))));
        }
        return new Route.Match(match.words("sender_domains"), match.words("recipient_domains"), lanes);
    }

    /** The settings of one entry, with faults that name the place. */
    private static final class Settings {
        private final String place;
        private final Map<?, ?> values;

        Settings(String place, Object entry, Set<String> known) {
            this.place = place;
            if (!(entry instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException(place + " must be a map of settings");
            }
            this.values = map;
            for (Object key : map.keySet()) {
                if (!known.contains(String.valueOf(key))) {
                    throw fault(
                            String.valueOf(key),
                            "is not a setting; there are "
                                    + String.join(", ", known.stream().sorted().toList()));
                }
            }
        }

        IllegalArgumentException fault(String setting, String problem) {
            return new IllegalArgumentException("%s.%s %s".formatted(place, setting, problem));
        }

        String text(String setting, String otherwise) {
            Object value = values.get(setting);
            return value == null ? otherwise : value.toString();
        }

        int number(String setting, int otherwise, int least, int most) {
            Object value = values.get(setting);
            if (value == null) {
                return otherwise;
            }
            if (!(value instanceof Integer number) || number < least || number > most) {
                throw fault(setting, "must be a whole number from %d to %d".formatted(least, most));
            }
            return number;
        }

        <E extends Enum<E>> E word(String setting, Class<E> words, E otherwise) {
            String word = text(setting, null);
            if (word == null) {
                return otherwise;
            }
            List<String> known = new ArrayList<>();
            for (E candidate : words.getEnumConstants()) {
                String name = candidate.name().toLowerCase(Locale.ROOT);
                if (name.equals(word)) {
                    return candidate;
                }
                known.add(name);
            }
            throw fault(setting, "must be one of " + String.join(", ", known));
        }

        Set<String> words(String setting) {
            Object value = values.get(setting);
            if (value == null) {
                return Set.of();
            }
            if (!(value instanceof List<?> list)) {
                throw fault(setting, "must be a list");
            }
            Set<String> words = new LinkedHashSet<>();
            list.forEach(word -> words.add(String.valueOf(word).toLowerCase(Locale.ROOT)));
            return words;
        }
    }
}
