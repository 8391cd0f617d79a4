package io.postrider.images.mail;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A key for the demo's sender, so that the signing library must load. */
final class DkimKey {
    private static final int BITS = 2_048;

    private DkimKey() {}

    /** A private key in PEM (PKCS #8) whose public key is not published. */
    static String made() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----"
                    .formatted(Base64.getMimeEncoder()
                            .encodeToString(
                                    generator.generateKeyPair().getPrivate().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
