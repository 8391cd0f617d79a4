package io.postrider.helm.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.helm.Manifest;
import io.postrider.helm.Release;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clusters and clouds differ in can be set, and changes nothing else. */
class OwnFieldsTest {
    private static final String ROLE = "metadata.annotations.cloud~example/role";

    private final Release own = Release.of("own");

    private static Manifest named(List<Manifest> all, String name) {
        return all.stream()
                .filter(one -> name.equals(one.text("name")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void securityContextsOfAllAndOfOne() {
        for (Manifest workload : own.workloads()) {
            assertEquals("[3000]", workload.pod().text("securityContext.supplementalGroups"), workload.name());
        }
        Manifest ingest = own.deployment("ingest");
        assertEquals("Always", ingest.pod().text("securityContext.fsGroupChangePolicy"));
        assertEquals("OnRootMismatch", own.deployment("router").pod().text("securityContext.fsGroupChangePolicy"));
        assertEquals("true", ingest.containers().get(0).text("securityContext.runAsNonRoot"));
        Release other = Release.of(
                "postrider",
                "defaults",
                Map.of(
                        "podSecurityContext.runAsUser", 20002,
                        "artemis.podSecurityContext.runAsUser", 30003,
                        "sender.containerSecurityContext.readOnlyRootFilesystem", false));
        assertEquals(20002, other.deployment("sender").pod().number("securityContext.runAsUser"));
        assertEquals(30003, other.one("StatefulSet", "postrider-artemis").pod().number("securityContext.runAsUser"));
        // A false one is a value, too.
        assertEquals(
                "false", other.deployment("sender").pod().text("containers.0.securityContext.readOnlyRootFilesystem"));
        assertEquals(
                "true", other.deployment("router").pod().text("containers.0.securityContext.readOnlyRootFilesystem"));
    }

    @Test
    void openShiftChoosesUserAndGroups() {
        Release openshift = Release.of("openshift");
        for (Manifest workload : openshift.workloads()) {
            for (String field : List.of("runAsUser", "runAsGroup", "fsGroup")) {
                assertFalse(workload.pod().at("securityContext." + field).there(), workload.name() + " " + field);
            }
            assertEquals("true", workload.pod().text("securityContext.runAsNonRoot"), workload.name());
        }
    }

    /** No group of the manifest owns the file; a group that the cluster adds may, but need not. */
    @Test
    void mountedSecretsAreReadableWithoutAGroupInTheManifest() {
        assertEquals(0440, secretMode(Release.of("production"), "sender"));
        assertEquals(0444, secretMode(Release.of("openshift"), "sender"));
        assertEquals(0444, secretMode(Release.of("openshift"), "ingest"));
    }

    private static int secretMode(Release release, String service) {
        return release.deployment(service).pod().all("volumes").stream()
                .map(volume -> volume.at("secret"))
                .filter(Manifest::there)
                .mapToInt(secret -> secret.number("defaultMode"))
                .max()
                .orElseThrow();
    }

    @Test
    void accountsOfTheReleaseAndOthers() {
        assertEquals("ingest", own.one("ServiceAccount", "postrider-ingest").text(ROLE));
        assertEquals("router", own.one("ServiceAccount", "postrider-router").text(ROLE));
        assertEquals("broker", own.one("ServiceAccount", "postrider-artemis").text(ROLE));
        assertEquals(
                "database", own.one("ServiceAccount", "postrider-postgresql").text(ROLE));
        Release named = Release.of("postrider", "own", Map.of("router.serviceAccount.name", "shop-router"));
        assertEquals("router", named.one("ServiceAccount", "shop-router").text(ROLE));
        assertEquals("shop-router", named.deployment("router").pod().text("serviceAccountName"));
        assertEquals("postrider-jobs", own.all("Job").get(0).pod().text("serviceAccountName"));
        assertTrue(own.all("ServiceAccount").stream()
                .allMatch(account -> "false".equals(account.text("automountServiceAccountToken"))));
        assertEquals(
                "true",
                Release.of("postrider", "defaults", Map.of("router.serviceAccount.automount", true))
                        .deployment("router")
                        .pod()
                        .text("automountServiceAccountToken"));
        Release there = Release.of(
                "postrider",
                "defaults",
                Map.of("sender.serviceAccount.create", false, "sender.serviceAccount.name", "shared"));
        assertEquals("shared", there.deployment("sender").pod().text("serviceAccountName"));
        assertEquals(4, there.all("ServiceAccount").size());
        assertEquals(
                "default",
                Release.of("postrider", "defaults", Map.of("sender.serviceAccount.create", false))
                        .deployment("sender")
                        .pod()
                        .text("serviceAccountName"));
    }

    @Test
    void apiCanBeReachedFromOutsideAndNothingElse() {
        Manifest api = own.one("Service", "postrider-ingest");
        assertEquals("LoadBalancer", api.text("spec.type"));
        assertEquals("Cluster", api.text("spec.externalTrafficPolicy"));
        assertEquals("cloud.example/nlb", api.text("spec.loadBalancerClass"));
        assertEquals("[203.0.113.0/24]", api.text("spec.loadBalancerSourceRanges"));
        assertEquals("edge", api.text("metadata.labels.tier"));
        assertEquals("api", api.text("metadata.annotations.cloud~example/certificate"));
        assertEquals(1, api.all("spec.ports").size());
        assertEquals("http", api.text("spec.ports.0.name"));
        assertEquals(30443, api.number("spec.ports.0.nodePort"));
        // Metrics and health are found by the ServiceMonitor's labels and by the test of the release.
        Manifest health = own.one("Service", "postrider-ingest-health");
        assertEquals("None", health.text("spec.clusterIP"));
        assertEquals("management", health.text("spec.ports.0.name"));
        assertEquals("ingest", health.text("metadata.labels.app~kubernetes~io/component"));
        assertTrue(own.all("Pod").get(0).texts().contains("http://postrider-ingest-health:9000/q/health/ready"));
        Release inside = Release.of("defaults");
        assertEquals("ClusterIP", inside.one("Service", "postrider-ingest").text("spec.type"));
        assertEquals(
                2, inside.one("Service", "postrider-ingest").all("spec.ports").size());
        assertTrue(inside.all("Pod").get(0).texts().contains("http://postrider-ingest:9000/q/health/ready"));
    }

    @Test
    void portOfTheNodesForReports() {
        Manifest report = Release.of(
                        "postrider",
                        "production",
                        Map.of("report.service.nodePort", 30025, "report.service.loadBalancerClass", "nlb"))
                .one("Service", "postrider-report");
        assertEquals(30025, report.number("spec.ports.0.nodePort"));
        assertEquals("nlb", report.text("spec.loadBalancerClass"));
    }

    @Test
    void volumesVariablesAndContainers() {
        Manifest ingest = own.deployment("ingest");
        Manifest container = ingest.containers().get(0);
        assertEquals("ingest", container.text("name"));
        assertTrue(named(ingest.pod().all("volumes"), "sockets").at("emptyDir").there());
        assertEquals("/sockets", named(container.all("volumeMounts"), "sockets").text("mountPath"));
        assertEquals("Europe/Berlin", own.environment("ingest").get("TZ"));
        // Of two sources the last one wins.
        assertEquals("postrider-own", container.text("envFrom.0.configMapRef.name"));
        assertEquals("postrider-ingest", container.text("envFrom.1.configMapRef.name"));
        assertEquals("Always", ingest.pod().text("initContainers.0.restartPolicy"));
        assertEquals("logs", ingest.pod().text("containers.1.name"));
        assertEquals("relay.shop.example", ingest.pod().text("hostAliases.0.hostnames.0"));
        assertEquals("ndots", ingest.pod().text("dnsConfig.options.0.name"));
        assertEquals("true", ingest.text("metadata.annotations.reloader~example/auto"));
        Manifest job = own.all("Job").get(0);
        assertEquals("database-proxy", job.pod().text("initContainers.0.name"));
        assertEquals("jobs", job.pod().text("schedulerName"));
        assertEquals("UTC", own.environment(job.containers().get(0)).get("TZ"));
        assertEquals(
                "/sockets",
                named(job.containers().get(0).all("volumeMounts"), "sockets").text("mountPath"));
        for (String neighbour : List.of("artemis", "postgresql")) {
            Manifest set = own.one("StatefulSet", "postrider-" + neighbour);
            assertEquals("gvisor", set.pod().text("runtimeClassName"), neighbour);
            assertEquals("mail", set.pod().text("priorityClassName"), neighbour);
            assertEquals("UTC", own.environment(set.containers().get(0)).get("TZ"), neighbour);
            assertEquals("false", set.text("spec.template.metadata.annotations.sidecar~example/inject"), neighbour);
            assertTrue(set.podLabels().containsKey("tier"), neighbour);
        }
        assertEquals(
                "fast", own.one("StatefulSet", "postrider-postgresql").pod().text("nodeSelector.disk"));
        assertEquals("false", own.all("Pod").get(0).text("metadata.annotations.sidecar~example/inject"));
    }

    @Test
    void objectsOfOnesOwnAreTemplates() {
        assertEquals("Europe/Berlin", own.one("ConfigMap", "postrider-own").text("data.TZ"));
        own.one("ConfigMap", "postrider-notes");
    }

    @Test
    void probesKeepWhatIsNotChanged() {
        Manifest container = own.deployment("ingest").containers().get(0);
        assertEquals(300, container.number("startupProbe.failureThreshold"));
        assertEquals(20, container.number("livenessProbe.periodSeconds"));
        assertEquals(10, container.number("livenessProbe.terminationGracePeriodSeconds"));
        assertEquals(3, container.number("livenessProbe.failureThreshold"));
        assertEquals(5, container.number("readinessProbe.timeoutSeconds"));
    }

    /** Whatever a registry does with short names: each image says where it is from, and ours come from no registry at all. */
    @Test
    void noImageHasANameThatSomebodyElseCouldOwn() {
        for (Manifest workload : Release.of("defaults").workloads()) {
            for (Manifest container : workload.containers()) {
                assertTrue(
                        container
                                .text("image")
                                .matches(
                                        "localhost/postrider/.+|docker\\.io/(library/postgres|apache/artemis|curlimages/curl):.+"),
                        container.text("image"));
            }
        }
    }

    /** As Artemis' own release and Dockerfile have them since 2.51; both had other names before. */
    @Test
    void imageOfTheBrokerIsThatOfItsRelease() {
        Manifest broker = Release.of("defaults").one("StatefulSet", "postrider-artemis");
        assertTrue(broker.texts().stream().anyMatch(text -> text.startsWith("docker.io/apache/artemis:")));
        assertTrue(broker.texts().contains("/opt/artemis"));
        assertFalse(broker.texts().stream().anyMatch(text -> text.contains("activemq-artemis")));
    }
}
