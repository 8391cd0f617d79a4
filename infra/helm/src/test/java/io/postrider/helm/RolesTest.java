package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each role of ingest-service as a separate Deployment. */
class RolesTest {
    private static final List<String> ROLES = List.of("intake", "control", "feedback");

    private static Release perRole() {
        return Release.of(
                "postrider",
                "gateway",
                Map.of(
                        "ingest.perRole.enabled",
                        true,
                        "report.enabled",
                        true,
                        "report.service.type",
                        "ClusterIP",
                        "verp.domain",
                        "bounces.shop.example"));
    }

    @Test
    void eachRoleHasItsObjectsAndNothingHasAllOfThem() {
        Release release = perRole();
        for (String role : ROLES) {
            String name = "postrider-ingest-" + role;
            Manifest deployment = release.one("Deployment", name);
            assertEquals(
                    role,
                    release.environment(deployment.containers().get(0)).get("POSTRIDER_ROLES"),
                    "the role of " + name);
            Map<?, ?> selector = release.one("Service", name).map("spec.selector");
            assertEquals(role, selector.get("postrider.io/role"));
            assertEquals(selector, deployment.map("spec.selector.matchLabels"));
            Map<?, ?> labels = deployment.map("spec.template.metadata.labels");
            assertTrue(labels.entrySet().containsAll(selector.entrySet()), labels::toString);
            release.one("PodDisruptionBudget", name);
        }
        assertThrows(NoSuchElementException.class, () -> release.deployment("ingest"));
    }

    @Test
    void namesAreUnique() {
        Set<String> seen = new HashSet<>();
        List<String> twice = new ArrayList<>();
        for (String kind : List.of("Deployment", "Service", "ConfigMap", "ServiceAccount", "PodDisruptionBudget")) {
            perRole().all(kind).stream()
                    .map(one -> kind + " " + one.name())
                    .filter(name -> !seen.add(name))
                    .forEach(twice::add);
        }
        assertEquals(List.of(), twice);
    }

    @Test
    void reportsGoToTheRoleThatTakesThem() {
        Release release = perRole();
        assertEquals(
                "feedback",
                release.one("Service", "postrider-report").map("spec.selector").get("postrider.io/role"));
        for (String role : ROLES) {
            boolean listens =
                    release.one("Deployment", "postrider-ingest-" + role).containers().get(0).all("ports").stream()
                            .anyMatch(port -> port.text("name").equals("report"));
            assertEquals(role.equals("feedback"), listens, role);
        }
    }

    @Test
    void callsThatSubmitMailGoToIntakeAndOthersToControl() {
        List<Manifest> rules = perRole().one("HTTPRoute", "postrider-ingest").all("spec.rules");
        assertEquals(
                "postrider-ingest-intake",
                rules.get(0).all("backendRefs").get(0).text("name"));
        for (Manifest match : rules.get(0).all("matches")) {
            assertEquals("POST", match.text("method"));
            assertEquals("Exact", match.text("path.type"));
        }
        assertEquals(
                "postrider-ingest-control",
                rules.get(1).all("backendRefs").get(0).text("name"));
    }

    @Test
    void oneDeploymentHasAllRoles() {
        Release release = Release.of("gateway");
        assertTrue(!release.environment("ingest").containsKey("POSTRIDER_ROLES"), "the default is all roles");
        assertEquals(
                1,
                release.one("HTTPRoute", "postrider-ingest").all("spec.rules").size());
    }
}
