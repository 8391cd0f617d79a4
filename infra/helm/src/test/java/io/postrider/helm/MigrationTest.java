package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.helm.values.ServiceConfig;
import io.postrider.ingest.web.access.ApiKeySettings;
import io.postrider.queue.BrokerSettings;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When the schema is migrated, and by which Job or process. */
class MigrationTest {

    private static Manifest job(String set, Map<String, ?> changes) {
        return Release.of("postrider", set, changes).all("Job").get(0);
    }

    @Test
    void comesBeforeTheReleaseWhereTheDatabaseIsThere() {
        Manifest job = job("external", Map.of());
        assertEquals("postrider-migrate", job.name());
        assertEquals("pre-install,pre-upgrade", job.text("metadata.annotations.helm~sh/hook"));
        // So it may need nothing of the release.
        assertFalse(job.pod().at("serviceAccountName").there());
        assertTrue(job.containers().get(0).all("envFrom").isEmpty());
        assertFalse(job.pod().texts().stream().anyMatch(text -> text.startsWith("postrider-ingest")));
        Manifest policy = Release.of("external").one("NetworkPolicy", "postrider-migration");
        assertEquals("pre-install,pre-upgrade", policy.text("metadata.annotations.helm~sh/hook"));
        // A Job whose hook has timed out goes on, and its policy with it.
        assertEquals("before-hook-creation", policy.text("metadata.annotations.helm~sh/hook-delete-policy"));
        assertTrue(Integer.parseInt(policy.text("metadata.annotations.helm~sh/hook-weight"))
                < Integer.parseInt(job.text("metadata.annotations.helm~sh/hook-weight")));
    }

    @Test
    void comesBesideThePodsWhereTheDatabaseComesWithTheRelease() {
        Manifest job = job("defaults", Map.of());
        assertFalse(job.at("metadata.annotations").there());
        // A Job cannot be changed, so its name must.
        for (Map<String, ?> change : List.of(
                Map.of("image.tag", "9.9.9"),
                Map.of("database.name", "other"),
                Map.of("migration.backoffLimit", 7),
                Map.of("commonLabels.team", "mail"),
                Map.of("podSecurityContext.runAsUser", 20002),
                Map.of("ingest.nodeSelector.disk", "fast"),
                Map.of("image.pullSecrets[0]", "registry"),
                Map.of("migration.resources.limits.memory", "600Mi"))) {
            assertNotEquals(job.name(), job("defaults", change).name(), change.toString());
        }
        assertEquals(job.name(), job("defaults", Map.of("ingest.replicas", 5)).name());
    }

    @Test
    void ingestMigratesItselfWhereThereIsNoJob() {
        assertTrue(Release.of("minimal").all("Job").isEmpty());
        for (String set : Release.sets()) {
            Release release = Release.of(set);
            boolean byJob = !release.all("Job").isEmpty();
            assertEquals(
                    Boolean.toString(!byJob), release.environment("ingest").get("QUARKUS_FLYWAY_MIGRATE_AT_START"));
        }
    }

    @Test
    void onlyWhatMigratesHasTheOwnersPassword() {
        for (String set : Release.sets()) {
            Release release = Release.of(set);
            boolean byJob = !release.all("Job").isEmpty();
            for (String service : Release.SERVICES) {
                Map<String, String> environment = release.environment(service);
                boolean migrates = service.equals("ingest") && !byJob;
                assertEquals(service, environment.get("QUARKUS_DATASOURCE_USERNAME"));
                assertEquals("postrider-database/" + service, environment.get("QUARKUS_DATASOURCE_PASSWORD"));
                assertEquals(migrates ? "postrider_owner" : null, environment.get("QUARKUS_FLYWAY_USERNAME"));
                assertEquals(migrates, environment.containsValue("postrider-database/owner"), set + " " + service);
            }
        }
    }

    @Test
    void startsWithoutSecretsThatItDoesNotNeed() {
        Release release = Release.of("external");
        Map<String, String> environment =
                release.environment(job("external", Map.of()).containers().get(0));
        assertEquals("postrider_owner", environment.get("QUARKUS_DATASOURCE_USERNAME"));
        assertEquals("postrider-database/owner", environment.get("QUARKUS_DATASOURCE_PASSWORD"));
        assertEquals("true", environment.get("QUARKUS_INIT_AND_EXIT"));
        assertEquals("true", environment.get("QUARKUS_FLYWAY_MIGRATE_AT_START"));
        assertFalse(environment.values().stream().anyMatch(value -> value.startsWith("artemis-users/")));
        // All that the service asks for at its start is there.
        SmallRyeConfig config = ServiceConfig.of("ingest", environment);
        assertFalse(config.getConfigMapping(ApiKeySettings.class).apiKey().isEmpty());
        assertFalse(config.getConfigMapping(BrokerSettings.class).username().isEmpty());
    }
}
