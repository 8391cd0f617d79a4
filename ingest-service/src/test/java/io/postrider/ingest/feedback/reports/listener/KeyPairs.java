package io.postrider.ingest.feedback.reports.listener;

import io.postrider.testing.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Makes certificates that sign themselves, with the JDK's own tool. */
final class KeyPairs {
    private static final char[] PASSWORD = "postrider".toCharArray();

    private KeyPairs() {}

    /** Writes {@code tls.crt} and {@code tls.key}, as a Secret of type kubernetes.io/tls has them. */
    static void write(Path folder, String name, String algorithm) {
        try {
            Path store = Files.createTempDirectory(folder, "store").resolve("pair.p12");
            run(store, name, algorithm);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD);
            }
            pem(
                    folder.resolve("tls.crt"),
                    "CERTIFICATE",
                    keys.getCertificate("pair").getEncoded());
            pem(
                    folder.resolve("tls.key"),
                    "PRIVATE KEY",
                    keys.getKey("pair", PASSWORD).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(Path store, String name, String algorithm) throws IOException {
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "pair",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        try {
            if (!tool.waitFor(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS) || tool.exitValue() != 0) {
                tool.destroy();
                throw new IllegalStateException("keytool made no key pair");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void pem(Path file, String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, text));
    }
}
