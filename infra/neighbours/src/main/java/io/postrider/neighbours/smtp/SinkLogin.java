package io.postrider.neighbours.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AUTH PLAIN (RFC 4616) and LOGIN, with and without an initial response (RFC 4954, 4), CRAM-MD5 (RFC 2195), XOAUTH2 and
 * OAUTHBEARER (RFC 7628), for which the user's password is the access token.
 */
final class SinkLogin {
    private final SinkWire wire;
    private final SmtpSink.Settings settings;

    SinkLogin(SinkWire wire, SmtpSink.Settings settings) {
        this.wire = wire;
        this.settings = settings;
    }

    /** The user who logged in, or null if that failed. */
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
                case "CRAM-MD5" -> cramMd5();
                case "XOAUTH2" -> token(initial == null ? ask("") : initial, "user=([^\1]*)\1auth=Bearer ([^\1]*)\1\1");
                case "OAUTHBEARER" ->
                    token(initial == null ? ask("") : initial, "n,a=([^,\1]*),\1auth=Bearer ([^\1]*)\1\1");
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

    private String cramMd5() throws IOException {
        String challenge = "<1896.697170952@postrider.example>";
        String[] response = decoded(ask(challenge)).split(" ");
        String password = settings.users().get(response[0]);
        if (password == null || response.length != 2) {
            return null;
        }
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
            String digest = HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(StandardCharsets.US_ASCII)));
            return digest.equals(response[1]) ? response[0] : null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An invalid token is answered with the reason, which the client must acknowledge before it is refused. */
    private String token(String response, String form) throws IOException {
        Matcher matcher = Pattern.compile(form).matcher(decoded(response));
        String user = matcher.matches() ? known(matcher.group(1), matcher.group(2)) : null;
        if (user == null) {
            ask("{\"status\":\"401\",\"schemes\":\"bearer\"}");
        }
        return user;
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
