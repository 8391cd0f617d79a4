package io.postrider.sender.deliver.mailer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of quarkus-mailer by which its password could go to any server, and those by which it cannot. */
class MailerLoginCheckTest {
    private static final String PASSWORD = "username=me password=secret ";

    /** @param settings names without {@code quarkus.mailer.} and values, all separated by blanks */
    private static void check(String settings, Registry registry) {
        Map<String, String> properties = new HashMap<>();
        for (String setting : settings.strip().split(" +")) {
            int equals = setting.indexOf('=');
            properties.put("quarkus.mailer." + setting.substring(0, equals), setting.substring(equals + 1));
        }
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
        MailerLoginCheck.check(config, registry);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=localhost",
                "host=localhost start-tls=OPTIONAL trust-all=true",
                PASSWORD + "login=DISABLED",
                PASSWORD + "start-tls=REQUIRED",
                PASSWORD + "start-tls=required trust-all=false",
                PASSWORD + "tls=true",
                PASSWORD + "ssl=true",
                PASSWORD + "tls-configuration-name=verified",
                PASSWORD + "tls-configuration-name=verified tls=false start-tls=REQUIRED",
                // The extension looks at this one only where there is no named configuration.
                PASSWORD + "tls-configuration-name=verified trust-all=true"
            })
    void verifiedServerMayHaveThePassword(String settings) {
        assertDoesNotThrow(() -> check(settings, new Registry(false)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', start-tls is not REQUIRED",
        "start-tls=OPTIONAL, start-tls is not REQUIRED",
        "start-tls=DISABLED, start-tls is not REQUIRED",
        "login=REQUIRED, start-tls is not REQUIRED",
        "tls=false, start-tls is not REQUIRED",
        "tls-configuration-name=verified tls=false, start-tls is not REQUIRED",
        "start-tls=REQUIRED trust-all=true, trust-all trusts every certificate",
        "tls=true trust-all=true, trust-all trusts every certificate",
        "tls-configuration-name=trusting, tls-configuration-name trusts every certificate",
        "tls-configuration-name=nameless, tls-configuration-name does not verify host names",
    })
    void serverThatIsNotVerifiedMustNot(String settings, String problem) {
        String fault = assertThrows(IllegalStateException.class, () -> check(PASSWORD + settings, new Registry(false)))
                .getMessage();
        assertTrue(
                fault.startsWith("quarkus.mailer." + problem + ", so its password could be sent to any server"), fault);
        assertTrue(fault.contains("set "), fault);
        assertTrue(fault.endsWith("postrider.deliver.allow-plaintext-mailer-login=true"), fault);
        assertTrue(!fault.contains("secret"), fault);
    }

    @Test
    void trustOfTheDefaultConfigurationCounts() {
        Registry registry = new Registry(true);
        assertThrows(IllegalStateException.class, () -> check(PASSWORD + "tls=true", registry));
        assertDoesNotThrow(() -> check(PASSWORD + "tls=true trust-all=false", registry));
        assertDoesNotThrow(() -> check(PASSWORD + "tls-configuration-name=verified", registry));
    }

    /** @param trusting whether the default configuration trusts every certificate */
    private record Registry(boolean trusting) implements TlsConfigurationRegistry {
        @Override
        public Optional<TlsConfiguration> get(String name) {
            return switch (name) {
                case "verified" -> Optional.of(new Tls(false, Optional.empty()));
                case "trusting" -> Optional.of(new Tls(true, Optional.empty()));
                case "nameless" -> Optional.of(new Tls(false, Optional.of("NONE")));
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<TlsConfiguration> getDefault() {
            return Optional.of(new Tls(trusting, Optional.empty()));
        }

        @Override
        public void register(String name, TlsConfiguration configuration) {
            throw new UnsupportedOperationException();
        }
    }

    private record Tls(boolean isTrustAll, Optional<String> getHostnameVerificationAlgorithm)
            implements TlsConfiguration {
        @Override
        public KeyStore getKeyStore() {
            return null;
        }

        @Override
        public KeyCertOptions getKeyStoreOptions() {
            return null;
        }

        @Override
        public KeyStore getTrustStore() {
            return null;
        }

        @Override
        public TrustOptions getTrustStoreOptions() {
            return null;
        }

        @Override
        public SSLOptions getSSLOptions() {
            return null;
        }

        @Override
        public SSLContext createSSLContext() {
            return null;
        }

        @Override
        public boolean usesSni() {
            return false;
        }

        @Override
        public boolean reload() {
            return false;
        }
    }
}
