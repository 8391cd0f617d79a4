package io.postrider.ingest.feedback.reports.listener;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postrider.ingest.api.Settings;
import io.postrider.ingest.feedback.reports.MailPolicyFactory;
import io.postrider.ingest.feedback.reports.ReportMeters;
import io.postrider.ingest.feedback.reports.ReportSettings;
import io.postrider.ingest.feedback.reports.VerpSettings;
import io.postrider.ingest.web.ProxySettings;
import io.postrider.testing.Patience;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it says when it cannot start. */
class ReportListenerTest {
    private static final String SHORT_KEY = "too-short";

    private final Map<String, String> settings = new HashMap<>(RunningListener.DEFAULTS);

    @Test
    void nothingIsNeededWhenItIsOff() {
        settings.keySet().removeIf(name -> name.startsWith("postrider.report") || name.startsWith("postrider.verp"));
        assertDoesNotThrow(() -> listener().start(System::nanoTime, Patience.LIMIT));
    }

    @Test
    void aMissingDomainOrKeyIsNamed() {
        settings.remove("postrider.verp.domain");
        assertTrue(failure().contains("postrider.verp.domain"));
        settings.put("postrider.verp.domain", "bounces.shop.example");
        settings.remove("postrider.verp.keys");
        assertTrue(failure().contains("postrider.verp.keys"));
    }

    @Test
    void aShortKeyIsNamedAndNotTold() {
        settings.put("postrider.verp.keys", SHORT_KEY);
        assertTrue(failure().contains("postrider.verp.keys: a key must have at least 32 characters"));
        assertFalse(failure().contains(SHORT_KEY));
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            settings.put("postrider.report.port", Integer.toString(taken.getLocalPort()));
            assertTrue(
                    failure().startsWith("postrider.report.host, postrider.report.port: cannot listen on 127.0.0.1:"),
                    failure());
        }
    }

    @Test
    void aKeyPairThatIsNotThereIsNamed() {
        settings.put("postrider.report.tls", "nothing");
        assertTrue(failure().contains("postrider.report.tls: quarkus.tls.nothing does not exist"));
    }

    @Test
    void halfAKeyPairAndTwoOfThemAreRefused() {
        settings.put("postrider.report.tls-certificate", "/nothing/tls.crt");
        assertTrue(failure().contains("give both files"), failure());
        settings.put("postrider.report.tls-key", "/nothing/tls.key");
        assertTrue(failure().contains("/nothing/tls.crt"), failure());
        settings.put("postrider.report.tls", "report");
        assertTrue(failure().contains("remove one of them"), failure());
    }

    @Test
    void proxiesThatStateClientsMustBeNamed() {
        settings.put("postrider.report.proxy-protocol", "true");
        assertTrue(failure().contains("postrider.trusted-proxies is empty"), failure());
        settings.put("postrider.trusted-proxies", "10.0.0.0/8,proxy.example");
        assertTrue(failure().contains("postrider.trusted-proxies: \"proxy.example\""), failure());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ops",
                "ops@localhost",
                "Ops <ops@shop.example>",
                "a@shop.example,b@shop.example",
                "a b@shop.example",
                "\"a b\"@shop.example",
                "a@b@shop.example",
                "a@[192.0.2.1]",
                "postmaster@bounces.shop.example",
                "ops@BOUNCES.shop.example"
            })
    void anAddressForPostmasterThatCannotBeUsedIsRefused(String address) {
        settings.put("postrider.report.postmaster", address);
        assertTrue(failure().startsWith("postrider.report.postmaster: "), failure());
    }

    private String failure() {
        return assertThrows(RuntimeException.class, () -> listener().start(System::nanoTime, Patience.LIMIT))
                .getMessage();
    }

    private ReportListener listener() {
        ConfigSource source = new PropertiesConfigSource(settings, "the test", 100);
        ReportSettings report = Settings.of(ReportSettings.class, source);
        VerpSettings verp = Settings.of(VerpSettings.class, source);
        ProxySettings proxies = Settings.of(ProxySettings.class, source);
        ReportMeters meters = new ReportMeters(new SimpleMeterRegistry());
        MailPolicyFactory acceptance = new MailPolicyFactory(report, verp, null, null, meters, Clock.systemUTC());
        return new ReportListener(report, proxies, acceptance, meters, null, new RunningListener.NoCertificates());
    }
}
