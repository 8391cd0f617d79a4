package io.postrider.ingest.report;

import io.postrider.ingest.IngestSettings;
import io.postrider.ingest.Meters;
import io.postrider.verp.ReturnPath;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jboss.logging.Logger;
import org.subethamail.smtp.server.SMTPServer;

/** The SMTP server for what comes back by mail; does nothing unless {@code postrider.report.enabled} says so. */
@Singleton
public class ReportListener {
    private static final Logger LOG = Logger.getLogger(ReportListener.class);

    /** Connections beyond the limit that are told so at the same time; the server has room for no more. */
    private static final int TOLD_OFF = 10;

    private static final int ADDRESS_LENGTH = 320;

    private final IngestSettings settings;
    private final Recording recording;
    private final Meters meters;
    private final Vertx vertx;
    private final TlsConfigurationRegistry certificates;
    private SMTPServer server;

    ReportListener(
            IngestSettings settings,
            Recording recording,
            Meters meters,
            Vertx vertx,
            TlsConfigurationRegistry certificates) {
        this.settings = settings;
        this.recording = recording;
        this.meters = meters;
        this.vertx = vertx;
        this.certificates = certificates;
    }

    void start(@Observes StartupEvent started) {
        IngestSettings.Report report = settings.report();
        if (!report.enabled()) {
            return;
        }
        ReturnPath paths = paths();
        Visits visits = new Visits(
                paths,
                report.feedbackAddress().orElse(null),
                Math.toIntExact(report.messageSize().asLongValue()),
                report.session(),
                recording,
                meters,
                vertx);
        server = server(report, visits);
        try {
            server.start();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "postrider.report.host, postrider.report.port: %s:%d cannot be listened on: %s"
                            .formatted(report.host(), report.port(), e.getMessage()),
                    e);
        }
        LOG.infof("bounces for %s are taken on %s:%d", paths.domain(), report.host(), port());
    }

    private ReturnPath paths() {
        String domain = settings.verp()
                .domain()
                .orElseThrow(() ->
                        new IllegalArgumentException("postrider.verp.domain: postrider.report.enabled needs a domain"));
        List<String> keys = settings.verp()
                .keys()
                .orElseThrow(() ->
                        new IllegalArgumentException("postrider.verp.keys: postrider.report.enabled needs a key"));
        try {
            return new ReturnPath(domain, keys);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "postrider.verp.domain, postrider.verp.keys: %s".formatted(e.getMessage()), e);
        }
    }

    private SMTPServer server(IngestSettings.Report report, Visits visits) {
        SMTPServer.Builder builder = new SMTPServer.Builder()
                .hostName(visits.paths().domain())
                .softwareName("Postrider")
                .bindAddress(address(report.host()))
                .port(report.port())
                .serverSocketFactory(MeteredSocket.Listener::new)
                .serverThreadName("report-listener")
                .executorService(threads(report.connections() + TOLD_OFF))
                .maxConnections(report.connections())
                .maxRecipients(report.recipients())
                .maxMessageSize(visits.messageSize())
                .connectionTimeoutMs(Math.toIntExact(report.idle().toMillis()))
                .insertReceivedHeaders(false)
                // Any text is a sender's address here; the default asks a library that is not there.
                .fromAddressValidator(from -> from.length() <= ADDRESS_LENGTH)
                .sessionHandler(visits)
                .messageHandlerFactory(visits);
        report.tls()
                .map(this::certificate)
                .ifPresent(tls -> builder.enableTLS().startTlsSocketFactory(socket -> secured(socket, tls)));
        return builder.build();
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("postrider.report.host: %s is no address here".formatted(host), e);
        }
    }

    private TlsConfiguration certificate(String name) {
        return certificates
                .get(name)
                .filter(tls -> tls.getKeyStoreOptions() != null)
                .orElseThrow(() -> new IllegalArgumentException(
                        "postrider.report.tls: there is no quarkus.tls.%s with a key pair".formatted(name)));
    }

    /** Asks for the context each time, so that a certificate that was renewed is used without a restart. */
    private static SSLSocket secured(Socket socket, TlsConfiguration tls) throws IOException {
        try {
            return (SSLSocket) tls.createSSLContext().getSocketFactory().createSocket(socket, (InputStream) null, true);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("postrider.report.tls: the key pair cannot be used", e);
        }
    }

    private static ExecutorService threads(int most) {
        return new ThreadPoolExecutor(0, most, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "report");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The port that it listens on; the one that was free if the setting is 0. */
    public int port() {
        return settings.report().port() == 0
                ? server.getPortAllocated()
                : settings.report().port();
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (server != null) {
            server.stop();
        }
    }
}
