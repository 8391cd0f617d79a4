package io.postrider.ingest.feedback.reports.listener;

import io.postrider.text.OutsideText;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509KeyManager;
import org.jboss.logging.Logger;

/**
 * A certificate and its key in two PEM files, which may change while the service runs: when a connection needs them, at
 * most once every few seconds, they are compared with their previous contents. An unusable pair, such as a new
 * certificate whose key has not been written yet, is logged once, and the last good pair stays in use.
 */
final class KeyPairFiles {
    private static final Logger LOG = Logger.getLogger(KeyPairFiles.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();
    private static final String SETTINGS = "postrider.report.tls-certificate, postrider.report.tls-key: ";
    private static final byte[] SAMPLE = {1, 2, 3};

    /** The signature algorithm of each type of key; other types are not supported in PEM. */
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    @SuppressWarnings("ArrayRecordComponent")
    private record Texts(byte[] certificate, byte[] key) {
        boolean same(Texts other) {
            return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
        }
    }

    private final Path certificate;
    private final Path key;
    private final Vertx vertx;
    private SSLContext context;
    private Texts seen;
    private String fault;
    private long lookedAt;

    /** @throws IllegalArgumentException if there is no usable pair */
    KeyPairFiles(Path certificate, Path key, Vertx vertx) {
        this.certificate = certificate;
        this.key = key;
        this.vertx = vertx;
        try {
            seen = read();
            context = context(seen);
            lookedAt = System.nanoTime();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(SETTINGS + e, e);
        }
    }

    /** Blocks while reading changed files. */
    synchronized SSLContext context() {
        if (System.nanoTime() - lookedAt >= LOOK_NANOS) {
            look();
            lookedAt = System.nanoTime();
        }
        return context;
    }

    private void look() {
        try {
            Texts now = read();
            if (now.same(seen)) {
                return;
            }
            seen = now;
            context = context(now);
            fault = null;
            LOG.info("certificate of the listener for reports reloaded");
        } catch (IOException | GeneralSecurityException e) {
            String reason = OutsideText.forLog(e.toString());
            if (!reason.equals(fault)) {
                LOG.errorf("%sthe last good pair stays in use: %s", SETTINGS, reason);
            }
            fault = reason;
        }
    }

    private Texts read() throws IOException {
        return new Texts(Files.readAllBytes(certificate), Files.readAllBytes(key));
    }

    private SSLContext context(Texts texts) throws GeneralSecurityException {
        KeyManagerFactory keys;
        try {
            keys = new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(texts.certificate()))
                    .addKeyValue(Buffer.buffer(texts.key()))
                    .getKeyManagerFactory(vertx);
        } catch (Exception e) {
            throw new GeneralSecurityException("no certificate and key in PEM: " + e.getMessage(), e);
        }
        check((X509KeyManager) keys.getKeyManagers()[0]);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys.getKeyManagers(), null, null);
        return made;
    }

    /** Otherwise a mismatch would only show at the first handshake. */
    private static void check(X509KeyManager pair) throws GeneralSecurityException {
        for (Map.Entry<String, String> kind : SIGNATURES.entrySet()) {
            String[] aliases = pair.getServerAliases(kind.getKey(), null);
            if (aliases != null && aliases.length > 0) {
                PublicKey certified = pair.getCertificateChain(aliases[0])[0].getPublicKey();
                if (!belong(pair.getPrivateKey(aliases[0]), certified, kind.getValue())) {
                    throw new GeneralSecurityException("the key does not match the certificate");
                }
            }
        }
    }

    private static boolean belong(PrivateKey key, PublicKey certified, String algorithm) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
