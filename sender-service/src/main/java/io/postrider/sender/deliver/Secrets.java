package io.postrider.sender.deliver;

import io.postrider.routes.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a route's credentials refer to, looked up for each connection so that a rotated secret is used without a restart.
 * Blocks. Messages of its failures name the reference and never the secret.
 */
record Secrets(String username, String password) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    /** @throws IOException if a reference leads nowhere */
    static Secrets of(Route.Credentials credentials) throws IOException {
        return new Secrets(lookUp(credentials.username()), lookUp(credentials.password()));
    }

    private static String lookUp(String reference) throws IOException {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            return reference;
        }
        String place = matcher.group(2);
        if (matcher.group(1).equals("env")) {
            String value = System.getenv(place);
            if (value == null) {
                throw new IOException("environment variable " + place + " is not set");
            }
            return value;
        }
        try {
            // An editor's or a tool's newline at the end of a secret file is not part of the secret.
            return Files.readString(Path.of(place)).strip();
        } catch (IOException | InvalidPathException e) {
            throw new IOException("secret file " + place + " cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return "Secrets[hidden]";
    }
}
