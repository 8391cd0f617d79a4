package io.postrider.sender.deliver;

import io.postrider.files.Reference;
import io.postrider.routes.Route;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What a route's credentials refer to, looked up for each connection so that a rotated secret is used without a restart.
 * Blocks. Messages of its failures name the reference and never the secret.
 *
 * @param anyServer whether they may be sent to a server whose certificate was not verified, or without TLS
 */
record Secrets(String username, String password, boolean anyServer) {
    static final String HIDDEN = "[hidden]";

    /** @throws IllegalArgumentException if a reference leads nowhere */
    static Secrets of(Route.Credentials credentials) {
        return new Secrets(lookUp(credentials.username()), lookUp(credentials.password()), credentials.anyServer());
    }

    /** The response of AUTH PLAIN (RFC 4616). */
    String plain() {
        return base64("\0" + username + "\0" + password);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A reply as it may be logged and kept: some servers repeat the command that they do not understand. */
    ReplyLines withoutSecrets(ReplyLines reply) {
        return new ReplyLines(
                reply.code(), reply.lines().stream().map(this::withoutSecrets).toList());
    }

    private String withoutSecrets(String line) {
        String clean = line;
        for (String secret : List.of(plain(), base64(password), password)) {
            clean = secret.isEmpty() ? clean : clean.replace(secret, HIDDEN);
        }
        return clean;
    }

    /** An editor's or a tool's newline at the end of a secret file is not part of the secret. */
    private static String lookUp(String text) {
        return Reference.is(text) ? Reference.of(text).text().strip() : text;
    }

    @Override
    public String toString() {
        return "Secrets" + HIDDEN;
    }
}
