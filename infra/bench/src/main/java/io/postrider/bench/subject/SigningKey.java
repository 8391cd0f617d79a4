package io.postrider.bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A keys file with an RSA key of 2,048 bits for the domain that all mail comes from. */
public final class SigningKey {
    private static final int BITS = 2_048;

    private SigningKey() {}

    /** @return the keys file */
    public static Path write(Path directory) {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(BITS);
            byte[] key = keys.generateKeyPair().getPrivate().getEncoded();
            Path pem = Files.writeString(
                    directory.resolve("rsa.pem"),
                    "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                            .formatted(Base64.getEncoder().encodeToString(key)));
            return Files.writeString(
                    directory.resolve("dkim.yaml"), """
                    domains:
                      - domain: %s
                        selectors: [{selector: bench, key: "${file:%s}"}]
                    """.formatted(Newsletter.DOMAIN, pem.toAbsolutePath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
