package io.postrider.routing;

import io.postrider.files.Reference;
import io.postrider.files.Settings;
import io.postrider.routing.Route.Credentials;
import io.postrider.routing.Route.Mechanism;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the credentials of a route. */
final class CredentialsOfRoute {
    static final String ALLOW_PLAINTEXT = "allow_plaintext_credentials";

    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String TOKEN = "token";
    private static final String TOKEN_COMMAND = "token_command";
    private static final String AUTH = "auth";

    private CredentialsOfRoute() {}

    /** The settings of an entry: these and the given others. */
    static Set<String> settings(Set<String> others) {
        Set<String> all = new HashSet<>(others);
        all.addAll(List.of(USERNAME, PASSWORD, TOKEN, TOKEN_COMMAND, AUTH, ALLOW_PLAINTEXT));
        return all;
    }

    /** @return null if there are none */
    static Credentials read(Settings settings, RoutesFile.Kind kind) {
        String username = settings.text(USERNAME, null);
        List<String> command = settings.texts(TOKEN_COMMAND);
        List<String> secrets = secrets(settings, command);
        boolean anyServer = settings.truth(ALLOW_PLAINTEXT, false);
        if (username == null && secrets.isEmpty()) {
            if (anyServer) {
                throw settings.fault(ALLOW_PLAINTEXT, "is for a route with username and password");
            }
            if (!settings.words(AUTH).isEmpty()) {
                throw settings.fault(AUTH, "is for a route with username and password, or token");
            }
            return null;
        }
        if (kind != RoutesFile.Kind.SMTP) {
            throw settings.fault(
                    username == null ? secrets.get(0) : USERNAME,
                    kind == RoutesFile.Kind.MX
                            ? "is for kind smtp only: recipients' servers must not receive it"
                            : "is for kind smtp only; kind mailer uses quarkus.mailer.username");
        }
        if (username == null || secrets.isEmpty()) {
            throw username == null
                    ? settings.fault(USERNAME, "is needed with " + secrets.get(0))
                    : settings.fault(PASSWORD, "is needed with username (or token, or token_command)");
        }
        if (secrets.size() > 1) {
            throw settings.fault(secrets.get(1), "cannot be set together with " + secrets.get(0));
        }
        boolean token = !secrets.get(0).equals(PASSWORD);
        return new Credentials(
                username, secret(settings, secrets.get(0)), command, mechanisms(settings, token), anyServer);
    }

    private static List<String> secrets(Settings settings, List<String> command) {
        return Stream.of(PASSWORD, TOKEN, TOKEN_COMMAND)
                .filter(name -> name.equals(TOKEN_COMMAND) ? !command.isEmpty() : settings.text(name, null) != null)
                .toList();
    }

    private static String secret(Settings settings, String name) {
        if (name.equals(TOKEN_COMMAND)) {
            return null;
        }
        String secret = settings.text(name, null);
        if (!Reference.is(secret)) {
            throw settings.fault(name, "must be a reference, ${env:NAME} or ${file:/path}, never the secret itself");
        }
        return secret;
    }

    private static List<Mechanism> mechanisms(Settings settings, boolean token) {
        List<Mechanism> usual = token ? Credentials.WITH_TOKEN : Credentials.WITH_PASSWORD;
        List<Mechanism> chosen = new ArrayList<>();
        for (String word : settings.words(AUTH)) {
            chosen.add(usual.stream()
                    .filter(mechanism -> name(mechanism).equals(word))
                    .findFirst()
                    .orElseThrow(() -> settings.fault(
                            AUTH,
                            "has no mechanism '%s' for a %s; use %s"
                                    .formatted(
                                            word,
                                            token ? TOKEN : PASSWORD,
                                            String.join(
                                                    ", ",
                                                    usual.stream()
                                                            .map(CredentialsOfRoute::name)
                                                            .toList())))));
        }
        return chosen.isEmpty() ? usual : List.copyOf(chosen);
    }

    private static String name(Mechanism mechanism) {
        return mechanism.saslName().toLowerCase(Locale.ROOT);
    }
}
