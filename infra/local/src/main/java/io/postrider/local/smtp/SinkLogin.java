package io.postrider.local.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** AUTH PLAIN (RFC 4616) and LOGIN, with and without an initial response (RFC 4954, 4). */
final class SinkLogin {
    private final SinkWire wire;
    private final SmtpSink.Settings settings;

    SinkLogin(SinkWire wire, SmtpSink.Settings settings) {
        this.wire = wire;
        this.settings = settings;
    }

    /** Who logged in, or null if that failed. */
    String attempt(String line) throws IOException {
        String[] words = line.split(" +");
        String mechanism = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
        String initial = words.length > 2 ? words[2] : null;
        if (!settings.mechanisms().contains(mechanism)) {
            return null;
        }
        try {
            return switch (mechanism) {
                case "PLAIN" -> plain(initial == null ? ask("") : initial);
                case "LOGIN" -> login(initial == null ? ask("Username:") : initial);
                default -> null;
            };
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private String plain(String response) {
        String[] parts = decoded(response).split("\0", -1);
        return parts.length == 3 ? known(parts[1], parts[2]) : null;
    }

    private String login(String response) throws IOException {
        return known(decoded(response), decoded(ask("Password:")));
    }

    private String known(String name, String password) {
        return password.equals(settings.users().get(name)) ? name : null;
    }

    private String ask(String prompt) throws IOException {
        wire.write("334 " + Base64.getEncoder().encodeToString(prompt.getBytes(StandardCharsets.US_ASCII)) + "\r\n");
        return wire.line();
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
