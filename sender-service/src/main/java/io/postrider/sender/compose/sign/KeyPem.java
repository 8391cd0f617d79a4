package io.postrider.sender.compose.sign;

import io.vertx.core.VertxException;
import io.vertx.core.net.impl.pkcs1.PrivateKeyParser;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a private key in PEM (RFC 7468): PKCS#8, or PKCS#1 for RSA. */
final class KeyPem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private KeyPem() {}

    /** @throws IllegalArgumentException states why the text is not a usable key, without quoting it */
    static PrivateKey read(String pem) {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("contains no private key in PEM ('-----BEGIN PRIVATE KEY-----')");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            return switch (block.group(1)) {
                case "PRIVATE KEY" -> pkcs8(new PKCS8EncodedKeySpec(der));
                case "RSA PRIVATE KEY" ->
                    KeyFactory.getInstance("RSA").generatePrivate(PrivateKeyParser.getRSAKeySpec(der));
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new IllegalArgumentException(
                            "is encrypted; remove the passphrase with openssl pkey -in FILE -out NEW");
                default -> throw new IllegalArgumentException("is neither an RSA nor an Ed25519 key");
            };
        } catch (GeneralSecurityException | VertxException e) {
            // The cause is omitted, since some parsers quote their input.
            throw new IllegalArgumentException("is not a readable RSA or Ed25519 key");
        }
    }

    private static PrivateKey pkcs8(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (InvalidKeySpecException notRsa) {
            PrivateKey key = KeyFactory.getInstance("EdDSA").generatePrivate(spec);
            if (key instanceof EdECPrivateKey edwards
                    && edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
                return key;
            }
            throw new IllegalArgumentException("is an Ed448 key, which DKIM does not support");
        }
    }
}
