package io.postrider.ingest.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postrider.ingest.IngestSettings;
import io.postrider.ingest.Meters;
import io.postrider.ingest.OutboxLag;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What it says when it cannot start. */
class ReportListenerTest {
    private static final String SHORT_KEY = "too-short";

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "postrider.api-key", "key",
            "postrider.report.enabled", "true",
            "postrider.report.host", "127.0.0.1",
            "postrider.report.port", "0",
            "postrider.verp.domain", "bounces.shop.example",
            "postrider.verp.keys", "a-key-of-the-tests-of-32-characters!"));

    @Test
    void nothingIsNeededWhenItIsOff() {
        settings.keySet().removeIf(name -> name.startsWith("postrider.report") || name.startsWith("postrider.verp"));
        assertDoesNotThrow(() -> listener().start(null));
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
            assertTrue(failure().startsWith("postrider.report.host, postrider.report.port: 127.0.0.1:"), failure());
        }
    }

    @Test
    void aKeyPairThatIsNotThereIsNamed() {
        settings.put("postrider.report.tls", "nothing");
        assertTrue(failure().contains("postrider.report.tls: there is no quarkus.tls.nothing"));
    }

    private String failure() {
        return assertThrows(RuntimeException.class, () -> listener().start(null))
                .getMessage();
    }

    private ReportListener listener() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withConverters(new org.eclipse.microprofile.config.spi.Converter<?>[] {
                    new DurationConverter(), new MemorySizeConverter()
                })
                .withSources(new PropertiesConfigSource(settings, "the test", 100))
                .withMapping(IngestSettings.class)
                .withMappingIgnore("postrider.**")
                .build();
        Meters meters = new Meters(new SimpleMeterRegistry(), new OutboxLag());
        return new ReportListener(
                config.getConfigMapping(IngestSettings.class), null, meters, null, new NoCertificates());
    }

    private static final class NoCertificates implements TlsConfigurationRegistry {
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
