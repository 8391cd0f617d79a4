package io.postrider.ingest.feedback.reports.listener;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postrider.ingest.api.ReportClient;
import io.postrider.ingest.api.Settings;
import io.postrider.ingest.feedback.reports.MailPolicyFactory;
import io.postrider.ingest.feedback.reports.ReportMeters;
import io.postrider.ingest.feedback.reports.ReportSettings;
import io.postrider.ingest.feedback.reports.VerpSettings;
import io.postrider.ingest.model.MessageSubmitter;
import io.postrider.ingest.web.ProxySettings;
import io.postrider.testing.Patience;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The listener with settings of a test, and without a database: so it can take mail to postmaster only. Its clock hardly moves, so
 * that no allowance comes back, and no mail is taken for one that does not get on, because the machine is busy.
 */
public final class RunningListener implements AutoCloseable {
    public static final String DOMAIN = "bounces.shop.example";
    public static final String KEY = "a-key-of-the-tests-of-32-characters!";
    public static final Map<String, String> DEFAULTS = Map.of(
            "postrider.api-key",
            "a-key-that-nobody-calls-with",
            "postrider.report.enabled",
            "true",
            "postrider.report.host",
            "127.0.0.1",
            "postrider.report.port",
            "0",
            "postrider.report.idle",
            Patience.LIMIT.toString(),
            "postrider.report.session",
            Patience.LIMIT.toString(),
            "postrider.verp.domain",
            DOMAIN,
            "postrider.verp.keys",
            KEY);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ReportListener listener;

    public static RunningListener with(String... settings) {
        Map<String, String> all = new HashMap<>(DEFAULTS);
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new RunningListener(
                new PropertiesConfigSource(all, "the test", 100),
                message -> Uni.createFrom().voidItem());
    }

    public RunningListener(ConfigSource source, MessageSubmitter ownMail) {
        ReportSettings settings = Settings.of(ReportSettings.class, source);
        VerpSettings verp = Settings.of(VerpSettings.class, source);
        ProxySettings proxies = Settings.of(ProxySettings.class, source);
        ReportMeters meters = new ReportMeters(registry);
        MailPolicyFactory acceptance = new MailPolicyFactory(settings, verp, null, ownMail, meters, Clock.systemUTC());
        listener = new ReportListener(settings, proxies, acceptance, meters, vertx, new NoCertificates());
        try {
            listener.start(new AtomicLong()::incrementAndGet, Patience.LIMIT);
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    public int port() {
        return listener.port();
    }

    /** A client of this address that was greeted. */
    public ReportClient greeted(String from) {
        ReportClient client = new ReportClient(port(), from);
        client.expect("220", client.reply());
        return client;
    }

    /** The greeting that a client of this address gets. */
    String greeting(String from) {
        try (ReportClient client = new ReportClient(port(), from)) {
            return client.reply();
        }
    }

    public double refused(String reason) {
        return counted("postrider.ingest.reports.refused", reason);
    }

    public double dropped(String reason) {
        return counted("postrider.ingest.reports.dropped", reason);
    }

    private double counted(String name, String reason) {
        return registry.find(name).tag("reason", reason).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    double connections() {
        return registry.get("postrider.ingest.reports.connections").gauge().value();
    }

    @Override
    public void close() {
        listener.stop(null);
        vertx.close();
    }

    /** A registry of Quarkus in which nothing is set. */
    static final class NoCertificates implements TlsConfigurationRegistry {
        @Override
        public Optional<TlsConfiguration> get(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<TlsConfiguration> getDefault() {
            return Optional.empty();
        }

        @Override
        public void register(String name, TlsConfiguration configuration) {
            throw new UnsupportedOperationException("no test asks for it");
        }
    }
}
