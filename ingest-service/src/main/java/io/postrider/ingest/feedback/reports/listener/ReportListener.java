package io.postrider.ingest.feedback.reports.listener;

import io.postrider.ingest.feedback.reports.MailPolicy;
import io.postrider.ingest.feedback.reports.MailPolicyFactory;
import io.postrider.ingest.feedback.reports.ReportMeters;
import io.postrider.ingest.feedback.reports.ReportSettings;
import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.ingest.web.ProxySettings;
import io.postrider.net.AddressRanges;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.subethamail.smtp.server.SMTPServer;

/** The SMTP server for reports; inactive unless {@code postrider.report.enabled} is set. */
@Singleton
public class ReportListener {
    private static final Logger LOG = Logger.getLogger(ReportListener.class);

    /**
     * Connections in addition to the limit: those whose proxy has not stated its client yet, refused ones, and those
     * making room.
     */
    private static final int AT_THE_DOOR = 20;

    private static final int ADDRESS_LENGTH = 320;

    private final ReportSettings report;
    private final ProxySettings proxies;
    private final MailPolicyFactory acceptance;
    private final ReportMeters meters;
    private final Vertx vertx;
    private final TlsConfigurationRegistry certificates;
    private SMTPServer server;

    ReportListener(
            ReportSettings report,
            ProxySettings proxies,
            MailPolicyFactory acceptance,
            ReportMeters meters,
            Vertx vertx,
            TlsConfigurationRegistry certificates) {
        this.report = report;
        this.proxies = proxies;
        this.acceptance = acceptance;
        this.meters = meters;
        this.vertx = vertx;
        this.certificates = certificates;
    }

    void start(@Observes StartupEvent started, RoleSettings roles) {
        if (roles.roles().contains(Role.FEEDBACK)) {
            start(System::nanoTime, ReportSessions.FAREWELL);
        }
    }

    /**
     * @param nanos the clock of all limits per client
     * @param farewell time for the final reply on a connection that must make room
     */
    void start(LongSupplier nanos, Duration farewell) {
        if (!report.enabled()) {
            return;
        }
        MailPolicy mails = acceptance.mails();
        ReportSessions visits = new ReportSessions(mails, limits(farewell), meters, vertx, nanos);
        meters.reportConnections(visits::count);
        server = server(mails, visits);
        try {
            server.start();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "postrider.report.host, postrider.report.port: cannot listen on %s:%d: %s"
                            .formatted(report.host(), report.port(), e.getMessage()),
                    e);
        }
        visits.watch();
        LOG.infof("listening for bounces to %s on %s:%d", mails.paths().domain(), report.host(), port());
        if (!mails.postmaster().hasReader()) {
            LOG.warn(
                    "postrider.report.postmaster is not set: mail to postmaster is accepted, as RFC 5321 requires, and "
                            + "dropped");
        }
    }

    private ReportSessions.Limits limits(Duration farewell) {
        return new ReportSessions.Limits(
                report.connections(),
                report.clientConnections(),
                report.session(),
                farewell,
                report.minimumRate().asLongValue(),
                new ClientLimits.Limits(
                        report.clientRate(),
                        report.clientUnknownRecipients(),
                        report.clientBytes().asLongValue()));
    }

    private SMTPServer server(MailPolicy mails, ReportSessions visits) {
        SMTPServer.Builder builder = new SMTPServer.Builder()
                .hostName(mails.paths().domain())
                .softwareName("Postrider")
                .bindAddress(address(report.host()))
                .port(report.port())
                .serverSocketFactory(MeteredSocket.Listener::new)
                .serverThreadName("report-listener")
                .executorService(threads())
                // Our own limit applies first; this one also bounds connections not yet admitted and those about to
                // close.
                .maxConnections(report.connections() + AT_THE_DOOR)
                .maxRecipients(report.recipients())
                .maxMessageSize(mails.messageSize())
                .connectionTimeoutMs(Math.toIntExact(report.idle().toMillis()))
                .insertReceivedHeaders(false)
                // Any text is accepted as a sender's address; the default implementation needs a library that is not on
                // the class path.
                .fromAddressValidator(from -> from.length() <= ADDRESS_LENGTH)
                .proxyHandler(new ClientAdmission(trustedProxies()::contains, report.proxyProtocol(), visits, meters))
                .sessionHandler(visits)
                .messageHandlerFactory(visits);
        ReportTls.of(report, certificates, vertx)
                .ifPresent(tls -> builder.enableTLS().startTlsSocketFactory(tls::secured));
        return builder.build();
    }

    private AddressRanges trustedProxies() {
        AddressRanges ranges = AddressRanges.parse(
                "postrider.trusted-proxies", proxies.trustedProxies().orElse(List.of()));
        if (report.proxyProtocol() && ranges.isEmpty()) {
            throw new IllegalArgumentException(
                    "postrider.report.proxy-protocol: postrider.trusted-proxies is empty, so no proxy would be "
                            + "trusted");
        }
        return ranges;
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "postrider.report.host: %s is not an address of this host".formatted(host), e);
        }
    }

    /**
     * One thread per connection: the server accepts no more. A connection that ends in a bug of the library is logged
     * at a low level.
     */
    private static ExecutorService threads() {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "report");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((ended, failure) -> LOG.debug("a connection failed", failure));
            return thread;
        });
    }

    /** The port that it listens on; a free one if the setting is 0. */
    public int port() {
        return report.port() == 0 ? server.getPortAllocated() : report.port();
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (server != null) {
            server.stop();
        }
    }
}
