package io.postrider.helm.kubernetes;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.postrider.helm.Manifest;
import io.postrider.helm.Release;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RenderingTest {

    static Iterable<String> sets() {
        return Release.sets();
    }

    @Test
    void chartPassesLint() {
        LintResult result = new Helm(Release.CHART).lint().strict().call();
        assertFalse(result.isFailed(), () -> String.join("\n", result.getMessages()));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void kubernetesTakesEveryManifest(String set) {
        for (Manifest manifest : Release.of(set).manifests()) {
            assertDoesNotThrow(() -> KubernetesSchemas.check(manifest), manifest.kind() + " " + manifest.name());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Deployment, spec.replics, everything",
        "Deployment, spec.template.spec.containers.0.imagePullPolcy, everything",
        "StatefulSet, spec.template.spec.volumes.0.configMp, everything",
        "NetworkPolicy, spec.egress.0.port, everything",
        "ServiceMonitor, spec.endpoints.0.honourLabels, everything",
        "PrometheusRule, spec.groups.0.rules.0.alarm, everything",
        "HTTPRoute, spec.rules.0.backends, everything",
        "ScaledObject, spec.trigger, everything"
    })
    void whatKubernetesDoesNotKnowIsFound(String kind, String field, String set) {
        Manifest manifest = Release.of(set).all(kind).get(0);
        assertDoesNotThrow(() -> KubernetesSchemas.check(manifest));
        int last = field.lastIndexOf('.');
        put(manifest.at(field.substring(0, last)), field.substring(last + 1));
        assertThrows(IllegalArgumentException.class, () -> KubernetesSchemas.check(manifest));
    }

    @SuppressWarnings("unchecked")
    private static void put(Manifest parent, String field) {
        ((Map<String, Object>) parent.value()).put(field, "x");
    }

    @ParameterizedTest
    @MethodSource("sets")
    void everyPodIsRestricted(String set) {
        for (Manifest workload : Release.of(set).workloads()) {
            Manifest pod = workload.pod();
            String name = workload.kind() + " " + workload.name();
            assertEquals("false", pod.text("automountServiceAccountToken"), name);
            assertEquals("true", pod.text("securityContext.runAsNonRoot"), name);
            // OpenShift chooses it.
            assertEquals(set.equals("openshift") ? null : "10001", pod.text("securityContext.runAsUser"), name);
            assertEquals("RuntimeDefault", pod.text("securityContext.seccompProfile.type"), name);
            for (Manifest container : workload.containers()) {
                Manifest security = container.at("securityContext");
                assertEquals("false", security.text("allowPrivilegeEscalation"), name);
                assertEquals("true", security.text("readOnlyRootFilesystem"), name);
                assertEquals("[ALL]", security.text("capabilities.drop"), name);
                assertTrue(container.at("resources.limits.memory").there(), name);
                assertTrue(container.at("resources.requests.cpu").there(), name);
                assertTrue(
                        container.all("volumeMounts").stream()
                                .noneMatch(mount -> mount.at("subPath").there()),
                        name);
            }
        }
    }

    @Test
    void twoReleasesOfOneClusterShareNoName() {
        for (String set : Release.sets()) {
            Set<String> first = names(Release.of("mail-a", set, Map.of()));
            Set<String> second = names(Release.of("mail-b", set, Map.of()));
            first.retainAll(second);
            assertEquals(Set.of(), first, set);
        }
    }

    private static Set<String> names(Release release) {
        Set<String> names = new HashSet<>();
        for (Manifest manifest : release.manifests()) {
            String name = manifest.kind() + " " + manifest.name();
            assertTrue(names.add(name), () -> name + " is there twice");
            assertTrue(manifest.name().length() <= 63, name);
            assertFalse(manifest.at("metadata.namespace").there(), name + " is bound to a namespace");
            assertFalse(manifest.kind().startsWith("Cluster"), name + " belongs to the whole cluster");
        }
        return names;
    }

    @ParameterizedTest
    @MethodSource("sets")
    void whatOneObjectSaysOfAnotherIsThere(String set) {
        Release release = Release.of(set);
        for (Manifest workload : release.workloads()) {
            Manifest pod = workload.pod();
            if (pod.at("serviceAccountName").there()) {
                release.one("ServiceAccount", pod.text("serviceAccountName"));
            }
            Set<String> volumes = new HashSet<>();
            pod.all("volumes").forEach(volume -> volumes.add(volume.text("name")));
            workload.all("spec.volumeClaimTemplates").forEach(claim -> volumes.add(claim.name()));
            for (Manifest container : workload.containers()) {
                container
                        .all("volumeMounts")
                        .forEach(mount -> assertTrue(volumes.contains(mount.text("name")), mount.text("name")));
            }
        }
        for (Manifest service : release.all("Service")) {
            assertTrue(
                    release.workloads().stream()
                            .anyMatch(workload -> selects(service.map("spec.selector"), workload.podLabels())),
                    service.name());
        }
        for (Manifest policy : release.all("NetworkPolicy")) {
            assertTrue(
                    release.workloads().stream()
                            .anyMatch(workload ->
                                    selects(policy.map("spec.podSelector.matchLabels"), workload.podLabels())),
                    policy.name());
        }
    }

    private static boolean selects(Map<?, ?> selector, Map<?, ?> labels) {
        return !selector.isEmpty() && new HashMap<>(labels).entrySet().containsAll(selector.entrySet());
    }
}
