package io.postrider.sender.compose.sign;

import io.postrider.files.FileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Parses the keys of a keys file, and tests each by signing once. */
final class KeyReader {
    /**
     * Bits of an RSA key: verifiers reject shorter keys and need not accept longer ones than these; 2,048 bits are
     * recommended (RFC 8301, 3.2).
     */
    private static final int LEAST = 1_024;

    private static final int ADVISED = 2_048;
    private static final int MOST = 4_096;

    private final SignatureLibrary library;
    private final Consumer<String> warnings;

    /** @param warnings receives warnings about keys that are allowed but weak */
    KeyReader(SignatureLibrary library, Consumer<String> warnings) {
        this.library = library;
        this.warnings = warnings;
    }

    /** @throws FileException if a key cannot be used for signing */
    SigningKeys read(Path file, KeysFile content) {
        Map<String, SigningKeys.DomainKeys> domains = new HashMap<>();
        for (KeysFile.Domain domain : content.domains()) {
            List<SigningKey> keys = new ArrayList<>();
            for (KeysFile.Selector selector : domain.selectors()) {
                try {
                    keys.add(key(domain, selector));
                } catch (IllegalArgumentException e) {
                    throw KeysFile.fault(file, e.getMessage(), e);
                }
            }
            domains.put(domain.name(), new SigningKeys.DomainKeys(domain.subdomains(), List.copyOf(keys)));
        }
        return new SigningKeys(domains);
    }

    private SigningKey key(KeysFile.Domain domain, KeysFile.Selector selector) {
        String place = selector.place() + " " + selector.reference();
        try {
            PrivateKey key = KeyPem.read(selector.pem());
            boolean rsa = key instanceof RSAKey;
            if (rsa) {
                checkLength(place, ((RSAKey) key).getModulus().bitLength());
            }
            SigningKey signing = new SigningKey(
                    domain.name(), selector.name(), rsa ? Algorithm.RSA : Algorithm.ED25519, library.adopt(key));
            library.sign(signing, new byte[1]);
            return signing;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(place + " " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(place + " is not supported by " + library);
        }
    }

    private void checkLength(String place, int bits) {
        if (bits < LEAST || bits > MOST) {
            throw new IllegalArgumentException("is an RSA key of %d bits; create one of %d".formatted(bits, ADVISED));
        }
        if (bits < ADVISED) {
            warnings.accept("%s is an RSA key of %d bits; create one of %d".formatted(place, bits, ADVISED));
        }
    }
}
