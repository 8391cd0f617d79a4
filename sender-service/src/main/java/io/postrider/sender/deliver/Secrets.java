package io.postrider.sender.deliver;

import io.postrider.files.Reference;
import io.postrider.routes.Route;

/**
 * What a route's credentials refer to, looked up for each connection so that a rotated secret is used without a restart.
 * Blocks. Messages of its failures name the reference and never the secret.
 */
record Secrets(String username, String password) {

    /** @throws IllegalArgumentException if a reference leads nowhere */
    static Secrets of(Route.Credentials credentials) {
        return new Secrets(lookUp(credentials.username()), lookUp(credentials.password()));
    }

    /** An editor's or a tool's newline at the end of a secret file is not part of the secret. */
    private static String lookUp(String text) {
        return Reference.is(text) ? Reference.of(text).text().strip() : text;
    }

    @Override
    public String toString() {
        return "Secrets[hidden]";
    }
}
