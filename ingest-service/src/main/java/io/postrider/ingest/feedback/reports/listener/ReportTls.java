package io.postrider.ingest.feedback.reports.listener;

import io.postrider.ingest.feedback.reports.ReportSettings;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Secures a connection after STARTTLS (RFC 3207), with the current key pair. */
final class ReportTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Callable<SSLContext> context;

    private ReportTls(Callable<SSLContext> context) {
        this.context = context;
    }

    /**
     * Empty if no key pair is set.
     *
     * @throws IllegalArgumentException if the configured one is unusable
     */
    static Optional<ReportTls> of(ReportSettings report, TlsConfigurationRegistry registry, Vertx vertx) {
        Optional<String> certificate = report.tlsCertificate();
        if (certificate.isPresent() != report.tlsKey().isPresent()) {
            throw new IllegalArgumentException(
                    "postrider.report.tls-certificate, postrider.report.tls-key: give both files, or neither");
        }
        if (certificate.isPresent() && report.tls().isPresent()) {
            throw new IllegalArgumentException(
                    "postrider.report.tls: postrider.report.tls-certificate already provides the key pair; remove one "
                            + "of them");
        }
        if (certificate.isPresent()) {
            KeyPairFiles files = new KeyPairFiles(
                    Path.of(certificate.get()), Path.of(report.tlsKey().get()), vertx);
            return Optional.of(new ReportTls(files::context));
        }
        return report.tls().map(name -> new ReportTls(named(name, registry)::createSSLContext));
    }

    private static TlsConfiguration named(String name, TlsConfigurationRegistry registry) {
        return registry.get(name)
                .filter(tls -> tls.getKeyStoreOptions() != null)
                .orElseThrow(() -> new IllegalArgumentException(
                        ("postrider.report.tls: quarkus.tls.%1$s does not exist or has no key pair. Environment "
                                        + "variables must be named QUARKUS_TLS__%2$s__KEY_STORE_PEM__0__CERT and …__KEY; or set"
                                        + " postrider.report.tls-certificate and postrider.report.tls-key instead")
                                .formatted(name, name.toUpperCase(Locale.ROOT))));
    }

    /** Gets the context for each connection, so that a renewed certificate is used without a restart. */
    SSLSocket secured(Socket socket) throws IOException {
        try {
            SSLSocket secured =
                    (SSLSocket) context.call().getSocketFactory().createSocket(socket, (InputStream) null, true);
            secured.setEnabledProtocols(PROTOCOLS);
            return secured;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the key pair for STARTTLS cannot be used", e);
        }
    }
}
