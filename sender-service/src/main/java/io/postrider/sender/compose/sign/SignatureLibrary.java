package io.postrider.sender.compose.sign;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;

/**
 * Makes the signatures: Amazon's provider (AWS-LC) where it loads, which is 3.4 times as fast with RSA and 30 times
 * with Ed25519, and Java's own elsewhere. See {@code infra/docs/adr/005-dkim.md}. Thread-safe: it creates an object for
 * each signature, whose cost is not measurable with RSA.
 */
final class SignatureLibrary {
    static final String FAST = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private final Provider provider;
    private final String name;

    private SignatureLibrary(Provider provider, String name) {
        this.provider = provider;
        this.name = name;
    }

    static SignatureLibrary fastest() {
        try {
            // Looked up by name: a native image knows the providers of the JDK's modules, but cannot load all of them
            // to search.
            return fast((Provider) Class.forName(FAST).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException | LinkageError e) {
            return javasOwn(e.toString());
        }
    }

    private static SignatureLibrary fast(Provider provider) {
        // If its native library cannot be loaded, it reports no error and offers no algorithm.
        return provider.getService("Signature", Algorithm.RSA.signature()) == null
                ? javasOwn("AmazonCorrettoCryptoProvider has no library for this platform")
                : new SignatureLibrary(provider, provider.getName() + " " + provider.getVersionStr());
    }

    static SignatureLibrary javasOwn(String why) {
        return new SignatureLibrary(null, "Java's own provider (%s)".formatted(why));
    }

    /**
     * The key in the form that this library signs with fastest. It is converted once: Amazon's would convert a Java RSA
     * key for each signature, at twice the cost of the signature.
     *
     * @throws GeneralSecurityException if the library does not accept the key
     */
    PrivateKey adopt(PrivateKey key) throws GeneralSecurityException {
        String kind = key.getAlgorithm();
        return provider != null && provider.getService("KeyFactory", kind) != null
                ? (PrivateKey) KeyFactory.getInstance(kind, provider).translateKey(key)
                : key;
    }

    /**
     * The signature of a text (RFC 6376, 3.7; RFC 8463, 3).
     *
     * @throws IllegalStateException if it cannot be made with this key
     */
    byte[] sign(SigningKey key, byte[] text) {
        try {
            Signature signature = signature(key.algorithm().signature());
            signature.initSign(key.key());
            signature.update(
                    key.algorithm() == Algorithm.ED25519
                            ? MessageDigest.getInstance("SHA-256").digest(text)
                            : text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("%s cannot sign: %s".formatted(key, e.getMessage()), e);
        }
    }

    private Signature signature(String algorithm) throws GeneralSecurityException {
        return provider != null && provider.getService("Signature", algorithm) != null
                ? Signature.getInstance(algorithm, provider)
                : Signature.getInstance(algorithm);
    }

    @Override
    public String toString() {
        return name;
    }
}
