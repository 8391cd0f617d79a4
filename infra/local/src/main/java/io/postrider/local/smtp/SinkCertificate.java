package io.postrider.local.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The self-signed certificate under which the sink speaks TLS, good for {@code localhost} and {@code 127.0.0.1}. Its key
 * lies open in this jar: it protects nothing and must be trusted by tests only.
 */
public final class SinkCertificate {
    private static final char[] PASSWORD = "postrider".toCharArray();

    private SinkCertificate() {}

    /** Writes the certificate as PEM, for a client to trust. */
    public static Path writePem(Path file) {
        try (InputStream pem = resource("localhost.pem")) {
            return Files.write(file, pem.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SSLContext context() {
        return Holder.CONTEXT;
    }

    private static InputStream resource(String name) {
        return SinkCertificate.class.getResourceAsStream(name);
    }

    /** Loaded when first needed: most sinks never speak TLS. */
    private static final class Holder {
        private static final SSLContext CONTEXT = load();

        private static SSLContext load() {
            try (InputStream file = resource("localhost.p12")) {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(file, PASSWORD);
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(keys, PASSWORD);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(factory.getKeyManagers(), null, null);
                return context;
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException("the sink's certificate cannot be read", e);
            }
        }
    }
}
