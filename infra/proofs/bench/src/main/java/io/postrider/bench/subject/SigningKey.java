package io.postrider.bench.subject;

import io.postrider.neighbours.files.PrivateFiles;
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
            Path pem = PrivateFiles.write(
                    directory.resolve("rsa.pem"),
                    "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                            .formatted(Base64.getEncoder().encodeToString(key)));
            return PrivateFiles.write(
                    directory.resolve("dkim.yaml"), """
                    domains:
                      - domain: %s
                        selectors: [{selector: bench, key: "${file:%s}"}]
                    """.formatted(Newsletter.DOMAIN, pem.toAbsolutePath()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
