package io.postrider.e2e.kit;

import io.postrider.neighbours.files.PrivateFiles;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * An RSA and an Ed25519 key for a domain.
 *
 * @param file the keys file
 * @param records the TXT records to publish, by name
 */
public record DkimKeys(Path file, Map<String, String> records) {
    private static final int ED25519_BYTES = 32;

    public static DkimKeys made(Path directory, String domain) {
        try {
            PrivateFiles.directory(directory);
            KeyPairGenerator rsaKeys = KeyPairGenerator.getInstance("RSA");
            rsaKeys.initialize(2_048);
            KeyPair rsa = rsaKeys.generateKeyPair();
            KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Path rsaFile = pem(directory.resolve("rsa.pem"), rsa);
            Path edwardsFile = pem(directory.resolve("ed25519.pem"), edwards);
            Path file = PrivateFiles.write(directory.resolve("dkim.yaml"), """
                    domains:
                      - domain: %s
                        selectors:
                          - {selector: r, key: "${file:%s}"}
                          - {selector: e, key: "${file:%s}"}
                    """.formatted(domain, rsaFile, edwardsFile));
            byte[] point = edwards.getPublic().getEncoded();
            byte[] raw = Arrays.copyOfRange(point, point.length - ED25519_BYTES, point.length);
            return new DkimKeys(
                    file,
                    Map.of(
                            "r._domainkey." + domain,
                            "v=DKIM1;k=rsa;p=" + base64(rsa.getPublic().getEncoded()),
                            "e._domainkey." + domain,
                            "v=DKIM1;k=ed25519;p=" + base64(raw)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path pem(Path file, KeyPair pair) {
        return PrivateFiles.write(
                file,
                "-----BEGIN PRIVATE KEY-----\n" + base64(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
