package io.postrider.helm.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.helm.Manifest;
import io.postrider.helm.Release;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Helm asks the cluster before it upgrades a release that is there. */
@Tag("slow")
class RunningReleaseTest {
    private final Cluster cluster = new Cluster();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void scalingThatIsSwitchedOnKeepsThePodsThatRun() {
        cluster.has("apps/v1", "deployments", "postrider-sender", Map.of("replicas", 5));
        Release scaled = cluster.upgrade("defaults", Map.of("sender.autoscaling.enabled", true));
        assertEquals(5, scaled.deployment("sender").number("spec.replicas"));
        // What nothing scales has the number of its values, and what is not there yet is left to what scales it.
        assertEquals(2, scaled.deployment("ingest").number("spec.replicas"));
        Release other = cluster.upgrade("defaults", Map.of("router.autoscaling.enabled", true));
        assertFalse(other.deployment("router").at("spec.replicas").there());
        assertEquals(2, other.deployment("sender").number("spec.replicas"));
    }

    @Test
    void volumesOfTheDatabaseAreLeftAsTheyAre() {
        cluster.has(
                "apps/v1",
                "statefulsets",
                "postrider-postgresql",
                Map.of(
                        "volumeClaimTemplates",
                        List.of(Map.of("spec", Map.of("resources", Map.of("requests", Map.of("storage", "10Gi")))))));
        cluster.upgrade("defaults", Map.of());
        refused(
                "postgresql.persistence.size cannot change from 10Gi to 20Gi",
                Map.of("postgresql.persistence.size", "20Gi"));
        refused(
                "postgresql.persistence.storageClass cannot change",
                Map.of("postgresql.persistence.storageClass", "fast"));
    }

    @Test
    void volumeOfTheBrokerCanGrowOnly() {
        cluster.has(
                "v1",
                "persistentvolumeclaims",
                "postrider-artemis",
                Map.of(
                        "accessModes",
                        List.of("ReadWriteOnce"),
                        "storageClassName",
                        "standard",
                        "resources",
                        Map.of("requests", Map.of("storage", "20Gi"))));
        cluster.upgrade("defaults", Map.of("artemis.persistence.size", "1Ti"));
        refused("artemis.persistence.size cannot shrink from 20Gi to 19Gi", Map.of("artemis.persistence.size", "19Gi"));
        refused("artemis.persistence.storageClass cannot change", Map.of("artemis.persistence.storageClass", "fast"));
        refused(
                "artemis.mode cannot change to pair",
                Map.of("artemis.mode", "pair", "artemis.persistence.storageClass", "standard"));
        cluster.upgrade("defaults", Map.of("artemis.mode", "pair", "artemis.persistence.existingClaim", "shared"));
    }

    @Test
    void addressOfTheBrokerIsNotTakenFromIt() {
        cluster.has("v1", "services", "postrider-artemis", Map.of("clusterIP", "10.96.0.17"));
        cluster.upgrade("defaults", Map.of());
        refused(
                "delete service postrider-artemis",
                Map.of("artemis.mode", "pair", "artemis.persistence.existingClaim", "shared"));
    }

    private void refused(String words, Map<String, ?> changes) {
        RuntimeException refusal = assertThrows(RuntimeException.class, () -> cluster.upgrade("defaults", changes));
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }

    @Test
    void openShiftIsRecognised() {
        assertEquals(10001, user(Map.of()).number("runAsUser"));
        cluster.serves("security.openshift.io/v1");
        Manifest chosen = user(Map.of());
        assertEquals("true", chosen.text("runAsNonRoot"));
        for (String field : List.of("runAsUser", "runAsGroup", "fsGroup")) {
            assertFalse(chosen.at(field).there(), field);
        }
        assertEquals(10001, user(Map.of("openshift.arbitraryUsers", false)).number("runAsUser"));
    }

    private Manifest user(Map<String, ?> changes) {
        return cluster.upgrade("defaults", changes).deployment("ingest").pod().at("securityContext");
    }
}
