package io.postrider.neighbours.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates of the sink. Their keys are public, in this jar: they protect nothing and must be trusted by tests
 * only.
 */
public enum SinkCertificate {
    /** Self-signed, valid for {@code localhost} and {@code 127.0.0.1}. */
    LOCALHOST("localhost", "localhost"),
    /** Valid for the same names, signed by an authority. */
    OF_AUTHORITY("localhost-by-authority", "authority"),
    /** Signed by the authority, valid for {@code other.example} and {@code 127.0.0.9} only. */
    OTHER_HOST("other-host", "authority"),
    /** Signed by the authority, valid for {@code localhost} and {@code 127.0.0.1} until the end of 2020. */
    EXPIRED("expired", "authority");

    /** Characters of a line of PEM. */
    private static final int LINE = 64;

    private static final char[] PASSWORD = "postrider".toCharArray();
    private static final Map<SinkCertificate, SSLContext> CONTEXTS = new EnumMap<>(SinkCertificate.class);

    private final String keys;
    private final String issuer;

    SinkCertificate(String keys, String issuer) {
        this.keys = keys;
        this.issuer = issuer;
    }

    /** Writes the certificate to be trusted by clients, as PEM. */
    public Path writePem(Path file) {
        try (InputStream pem = resource(issuer + ".pem")) {
            return Files.write(file, pem.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes its private key as PEM (RFC 7468, PKCS #8), for a server of ours to use. */
    public Path writeKeyPem(Path file) {
        try {
            KeyStore store = store();
            byte[] key = store.getKey(store.aliases().nextElement(), PASSWORD).getEncoded();
            return Files.writeString(
                    file,
                    "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                            .formatted(Base64.getMimeEncoder(LINE, new byte[] {'\n'})
                                    .encodeToString(key)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the sink's key cannot be written", e);
        }
    }

    /** For a client that trusts only this certificate or its authority. */
    SSLContext trusting() {
        try (InputStream pem = resource(issuer + ".pem")) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    issuer, CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the sink's certificate cannot be read", e);
        }
    }

    /** Loaded when first needed: most sinks never speak TLS. */
    SSLContext context() {
        synchronized (CONTEXTS) {
            return CONTEXTS.computeIfAbsent(this, SinkCertificate::load);
        }
    }

    private SSLContext load() {
        try {
            KeyStore store = store();
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the sink's certificate cannot be read", e);
        }
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        try (InputStream file = resource(keys + ".p12")) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD);
            return store;
        }
    }

    private static InputStream resource(String name) {
        return SinkCertificate.class.getResourceAsStream(name);
    }
}
