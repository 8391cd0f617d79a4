package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Helm asks the cluster before it upgrades a release that is there. */
class RunningReleaseTest {
    private final Cluster cluster = new Cluster();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void scalingThatIsSwitchedOnKeepsThePodsThatRun() {
        cluster.has("apps/v1", "deployments", "postrider-sender", Map.of("replicas", 5));
        assertEquals(5, replicas(cluster.render("defaults", Map.of("sender.autoscaling.enabled", true)), "sender"));
        // What nothing scales has the number of its values, and what is not there yet is left to what scales it.
        assertEquals(2, replicas(cluster.render("defaults", Map.of()), "sender"));
        assertEquals(0, replicas(cluster.render("defaults", Map.of("router.autoscaling.enabled", true)), "router"));
    }

    private static int replicas(String rendered, String service) {
        Matcher deployment = Pattern.compile("(?s)kind: Deployment\nmetadata:\n  name: postrider-" + service
                        + "\n.*?\nspec:\n(.*?)revisionHistoryLimit")
                .matcher(rendered);
        assertTrue(deployment.find(), service);
        Matcher number = Pattern.compile("replicas: (\\d+)").matcher(deployment.group(1));
        return number.find() ? Integer.parseInt(number.group(1)) : 0;
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
        cluster.render("defaults", Map.of());
        refused("postgresql.persistence.size cannot change from 10Gi to 20Gi", Map.of("postgresql.persistence.size", "20Gi"));
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
        cluster.render("defaults", Map.of("artemis.persistence.size", "1Ti"));
        refused("artemis.persistence.size cannot shrink from 20Gi to 19Gi", Map.of("artemis.persistence.size", "19Gi"));
        refused(
                "artemis.persistence.storageClass cannot change", Map.of("artemis.persistence.storageClass", "fast"));
        refused(
                "artemis.mode cannot change to pair",
                Map.of("artemis.mode", "pair", "artemis.persistence.storageClass", "standard"));
        cluster.render("defaults", Map.of("artemis.mode", "pair", "artemis.persistence.existingClaim", "shared"));
    }

    @Test
    void addressOfTheBrokerIsNotTakenFromIt() {
        cluster.has("v1", "services", "postrider-artemis", Map.of("clusterIP", "10.96.0.17"));
        cluster.render("defaults", Map.of());
        refused(
                "delete service postrider-artemis",
                Map.of("artemis.mode", "pair", "artemis.persistence.existingClaim", "shared"));
    }

    private void refused(String words, Map<String, ?> changes) {
        RuntimeException refusal = assertThrows(RuntimeException.class, () -> cluster.render("defaults", changes));
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }

    @Test
    void openShiftIsRecognised() {
        assertTrue(cluster.render("defaults", Map.of()).contains("runAsUser: 10001"));
        cluster.serves("security.openshift.io/v1");
        String rendered = cluster.render("defaults", Map.of());
        assertTrue(rendered.contains("runAsNonRoot: true"));
        assertEquals(List.of(), Pattern.compile("(runAsUser|runAsGroup|fsGroup):")
                .matcher(rendered)
                .results()
                .map(found -> found.group())
                .toList());
        assertTrue(cluster.render("defaults", Map.of("openshift.arbitraryUsers", false)).contains("runAsUser: 10001"));
    }
}
