package io.postrider.helm.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.dns.MxSettings;
import io.postrider.helm.Release;
import io.postrider.ingest.feedback.reports.ReportSettings;
import io.postrider.ingest.feedback.reports.VerpSettings;
import io.postrider.ingest.intake.submit.SubmitSettings;
import io.postrider.ingest.web.access.ApiKeySettings;
import io.postrider.queue.BrokerSettings;
import io.postrider.sender.compose.ComposeSettings;
import io.postrider.sender.compose.ReturnPathSettings;
import io.postrider.sender.deliver.transport.DeliverSettings;
import io.postrider.sender.settle.SettleSettings;
import io.postrider.service.RouteFilesSettings;
import io.smallrye.config.SmallRyeConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A value that is changed in values.yaml arrives in the settings of the service. */
class ValuesTest {

    private static SmallRyeConfig config(String service, String set, Map<String, ?> changes) {
        return ServiceConfig.of(service, Release.of("postrider", set, changes).environment(service));
    }

    private static BrokerSettings broker(String service, String set, Map<String, ?> changes) {
        return config(service, set, changes).getConfigMapping(BrokerSettings.class);
    }

    @Test
    void brokerOfTheRelease() {
        assertEquals(
                List.of(URI.create("amqp://postrider-artemis:5672")),
                broker("ingest", "defaults", Map.of()).urls());
        // One broker has an address that stays, and the two of a pair have their own.
        assertFalse(Release.of("defaults")
                .one("Service", "postrider-artemis")
                .at("spec.clusterIP")
                .there());
        assertFalse(Release.of("defaults")
                .one("Service", "postrider-postgresql")
                .at("spec.clusterIP")
                .there());
        assertEquals(
                "None",
                Release.of("everything").one("Service", "postrider-artemis").text("spec.clusterIP"));
        Map<String, String> pair = Map.of("artemis.mode", "pair", "artemis.persistence.storageClass", "nfs");
        for (String service : Release.SERVICES) {
            assertEquals(
                    List.of(
                            URI.create("amqp://postrider-artemis-0.postrider-artemis:5672"),
                            URI.create("amqp://postrider-artemis-1.postrider-artemis:5672")),
                    broker(service, "defaults", pair).urls());
        }
    }

    @Test
    void brokerOfOnesOwn() {
        for (String service : Release.SERVICES) {
            BrokerSettings settings = broker(service, "external", Map.of("broker.urls[0]", "amqps://b.example:5671"));
            assertEquals(List.of(URI.create("amqps://b.example:5671")), settings.urls());
            assertEquals("shop-" + service, settings.username());
            assertEquals("artemis-users/shop-" + service, settings.password());
        }
    }

    @Test
    void database() {
        Map<String, Object> changes = new HashMap<>(Map.of(
                "database.host", "db.example",
                "database.port", 6543,
                "database.name", "mail",
                "database.sslMode", "verify-full",
                "database.existingSecret", "db",
                "database.trust.existingConfigMap", "ca"));
        for (String service : Release.SERVICES) {
            changes.put("database.users." + service + ".key", service + "-key");
        }
        for (String service : Release.SERVICES) {
            SmallRyeConfig config = config(service, "production", changes);
            assertEquals("postgresql://db.example:6543/mail", text(config, "quarkus.datasource.reactive.url"));
            assertEquals("verify-full", text(config, "quarkus.datasource.reactive.postgresql.ssl-mode"));
            assertEquals("HTTPS", text(config, "quarkus.datasource.reactive.hostname-verification-algorithm"));
            assertEquals("true", text(config, "quarkus.datasource.reactive.trust-certificate-pem"));
            assertEquals(service, text(config, "quarkus.datasource.username"));
            assertEquals("db/" + service + "-key", text(config, "quarkus.datasource.password"));
        }
        assertEquals(
                "jdbc:postgresql://db.example:6543/mail?sslmode=verify-full&sslrootcert=/etc/postrider/database-trust/ca.crt",
                text(config("ingest", "production", changes), "quarkus.datasource.jdbc.url"));
    }

    private static String text(SmallRyeConfig config, String property) {
        return config.getValue(property, String.class);
    }

    @Test
    void apiKeyBouncesAndReports() {
        Map<String, Object> changes = Map.of(
                "api.existingSecret", "keys",
                "api.key", "bearer",
                "verp.domain", "b.example",
                "verp.existingSecret", "verp",
                "verp.key", "signing",
                "report.enabled", true,
                "report.port", 2600,
                "report.feedbackAddress", "fbl@b.example",
                "report.postmaster", "ops@shop.example",
                "report.tls.existingSecret", "tls");
        SmallRyeConfig config = config("ingest", "defaults", changes);
        ReportSettings report = config.getConfigMapping(ReportSettings.class);
        VerpSettings verp = config.getConfigMapping(VerpSettings.class);
        assertEquals(
                "keys/bearer",
                config.getConfigMapping(ApiKeySettings.class).apiKey().orElseThrow());
        assertEquals(Optional.of("b.example"), verp.domain());
        assertEquals("Optional[[verp/signing]]", verp.keys().toString());
        assertTrue(report.enabled());
        assertEquals(2600, report.port());
        assertEquals("Optional[fbl@b.example]", report.feedbackAddress().toString());
        assertEquals(Optional.of("ops@shop.example"), report.postmaster());
        assertEquals(Optional.of("/etc/postrider/report-tls/tls.crt"), report.tlsCertificate());
        assertEquals(Optional.of("/etc/postrider/report-tls/tls.key"), report.tlsKey());
        SmallRyeConfig sender = config("sender", "defaults", changes);
        assertEquals(
                Optional.of("b.example"),
                sender.getConfigMapping(ReturnPathSettings.class).domain());
        assertEquals(
                "Optional[[verp/signing]]",
                sender.getConfigMapping(ReturnPathSettings.class).keys().toString());
        assertFalse(config("ingest", "defaults", Map.of())
                .getConfigMapping(ReportSettings.class)
                .enabled());
    }

    @Test
    void files() {
        SmallRyeConfig sender = config("sender", "everything", Map.of());
        SmallRyeConfig router = config("router", "everything", Map.of());
        assertEquals(
                Path.of("/etc/postrider/routes/routes.yaml"),
                sender.getConfigMapping(RouteFilesSettings.class).routes().file());
        assertEquals(
                Path.of("/etc/postrider/routes/routes.yaml"),
                router.getConfigMapping(RouteFilesSettings.class).routes().file());
        assertEquals(
                Optional.of(Path.of("/etc/postrider/routes/sites.yaml")),
                sender.getConfigMapping(RouteFilesSettings.class).sites().file());
        assertEquals(
                Optional.of(Path.of("/etc/postrider/routes/sites.yaml")),
                router.getConfigMapping(RouteFilesSettings.class).sites().file());
        assertEquals(
                Optional.of(Path.of("/etc/postrider/dkim/dkim.yaml")),
                sender.getConfigMapping(ComposeSettings.class).dkim());
        assertEquals(
                Optional.of(Path.of("/etc/postrider/smtp-trust/ca.crt")),
                sender.getConfigMapping(DeliverSettings.class).trust());
        SmallRyeConfig plain = config("sender", "defaults", Map.of());
        assertEquals(
                Optional.empty(),
                plain.getConfigMapping(RouteFilesSettings.class).sites().file());
        assertEquals(
                Optional.empty(), plain.getConfigMapping(ComposeSettings.class).dkim());
        assertEquals(
                Optional.empty(), plain.getConfigMapping(DeliverSettings.class).trust());
    }

    @Test
    void settingsByName() {
        SmallRyeConfig sender = config("sender", "everything", Map.of());
        assertEquals(
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(5)),
                sender.getConfigMapping(SettleSettings.class).delays());
        assertEquals(
                0.25, sender.getConfigMapping(DeliverSettings.class).breaker().failures());
        SmallRyeConfig ingest = config("ingest", "everything", Map.of());
        assertEquals(500, ingest.getConfigMapping(SubmitSettings.class).recipients());
        assertEquals("2000", text(ingest, "quarkus.http.limits.max-connections"));
        SmallRyeConfig router = config("router", "defaults", Map.of("router.settings.postrider\\.mx\\.timeout", "7s"));
        assertEquals(
                Duration.ofSeconds(7), router.getConfigMapping(MxSettings.class).timeout());
    }

    @Test
    void apiKeysWithFewerScopes() {
        ApiKeySettings ingest = config("ingest", "everything", Map.of()).getConfigMapping(ApiKeySettings.class);
        assertEquals(Set.of("marketing"), ingest.apiKeys().keySet());
        assertEquals(Set.of("send", "read"), ingest.apiKeys().get("marketing").scopes());
        Release release = Release.of("everything");
        assertTrue(release.environment("ingest").containsKey("POSTRIDER_API_KEYS_MARKETING_KEY"));
        assertFalse(release.environment("sender").containsKey("POSTRIDER_API_KEYS_MARKETING_KEY"));
    }

    @Test
    void logsAndMigration() {
        for (String service : Release.SERVICES) {
            SmallRyeConfig config = config(service, "defaults", Map.of("logs.json", false, "logs.level", "DEBUG"));
            assertEquals("false", text(config, "quarkus.log.console.json.enabled"));
            assertEquals("DEBUG", text(config, "quarkus.log.level"));
            assertEquals("9000", text(config, "quarkus.management.port"));
        }
        assertEquals("false", text(config("ingest", "defaults", Map.of()), "quarkus.flyway.migrate-at-start"));
        assertEquals("true", text(config("ingest", "minimal", Map.of()), "quarkus.flyway.migrate-at-start"));
    }
}
