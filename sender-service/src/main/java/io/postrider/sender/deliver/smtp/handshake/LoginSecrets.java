package io.postrider.sender.deliver.smtp.handshake;

import io.postrider.files.Reference;
import io.postrider.routing.Route;
import io.postrider.routing.Route.Mechanism;
import io.postrider.sender.deliver.transport.ReplyLines;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that a route's credentials refer to, looked up for each connection so that rotation needs no restart.
 * Blocks. Error messages name the reference, never the secret.
 *
 * @param secret the password or the access token
 * @param mechanisms to try, in order
 * @param anyServer whether they may be sent to a server whose certificate was not verified, or without TLS
 */
public record LoginSecrets(String username, String secret, List<Mechanism> mechanisms, boolean anyServer) {
    static final String HIDDEN = "[hidden]";

    private static final String HMAC_MD5 = "HmacMD5";

    /** @throws IllegalArgumentException if a reference cannot be resolved, or the command prints no token */
    public static LoginSecrets of(Route.Credentials credentials) {
        String secret =
                credentials.secret() == null ? TokenCommand.run(credentials.command()) : lookUp(credentials.secret());
        return new LoginSecrets(
                lookUp(credentials.username()), secret, credentials.mechanisms(), credentials.anyServer());
    }

    /** The response of AUTH PLAIN (RFC 4616). */
    String plain() {
        return base64("\0" + username + "\0" + secret);
    }

    /**
     * The response of AUTH CRAM-MD5 (RFC 2195, 2).
     *
     * @throws IllegalArgumentException if the challenge is not base64
     */
    String cramMd5(String challenge) {
        try {
            Mac mac = Mac.getInstance(HMAC_MD5);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC_MD5));
            byte[] digest = mac.doFinal(Base64.getDecoder().decode(challenge.strip()));
            return base64(username + " " + HexFormat.of().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC_MD5, e);
        }
    }

    /** The response of AUTH XOAUTH2, as Google and Microsoft document it. */
    String xoauth2() {
        return base64("user=%s\1auth=Bearer %s\1\1".formatted(username, secret));
    }

    /** The response of AUTH OAUTHBEARER (RFC 7628, 3.1); the name's comma and equals sign are encoded (RFC 5801, 4). */
    String oauthBearer() {
        String name = username.replace("=", "=3D").replace(",", "=2C");
        return base64("n,a=%s,\1auth=Bearer %s\1\1".formatted(name, secret));
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A reply that is safe to log and store: some servers quote a command that they do not understand, and with it the
     * secret.
     */
    ReplyLines withoutSecrets(ReplyLines reply) {
        return new ReplyLines(
                reply.code(), reply.lines().stream().map(this::withoutSecrets).toList());
    }

    private String withoutSecrets(String line) {
        String clean = line;
        for (String said : List.of(plain(), xoauth2(), oauthBearer(), base64(secret), secret)) {
            clean = said.isEmpty() ? clean : clean.replace(said, HIDDEN);
        }
        return clean;
    }

    /** A newline that an editor or tool appended to a secret file is not part of the secret. */
    private static String lookUp(String text) {
        return Reference.is(text) ? Reference.of(text).text().strip() : text;
    }

    @Override
    public String toString() {
        return "Secrets" + HIDDEN;
    }
}
