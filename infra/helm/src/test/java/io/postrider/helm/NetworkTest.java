package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may talk to whom. */
class NetworkTest {

    private static Set<String> ports(Release release, String component, String direction) {
        Set<String> ports = new TreeSet<>();
        for (Manifest rule :
                release.one("NetworkPolicy", "postrider-" + component).all("spec." + direction)) {
            rule.all("ports").forEach(port -> ports.add(port.text("port")));
        }
        return ports;
    }

    @Test
    void onlyTheSenderReachesMailServers() {
        Release release = Release.of("production");
        assertEquals(Set.of("25", "465", "587", "53", "5432", "5671"), ports(release, "sender", "egress"));
        assertEquals(Set.of("53", "5432", "5671"), ports(release, "router", "egress"));
        assertEquals(Set.of("53", "5432", "5671"), ports(release, "ingest", "egress"));
        assertEquals(Set.of("53", "5432"), ports(release, "migration", "egress"));
    }

    @Test
    void neighboursOfTheReleaseTakeConnectionsOfItsServicesOnly() {
        Release release = Release.of("defaults");
        assertEquals(List.of("ingest", "router", "sender"), callers(release, "artemis"));
        assertEquals(List.of("ingest", "router", "sender", "migration"), callers(release, "postgresql"));
        // And nothing but them is reached from there.
        assertFalse(release.one("NetworkPolicy", "postrider-postgresql")
                .at("spec.egress")
                .there());
        assertEquals(Set.of("53"), ports(release, "artemis", "egress"));
    }

    private static List<String> callers(Release release, String component) {
        return release.one("NetworkPolicy", "postrider-" + component).all("spec.ingress.0.from").stream()
                .map(peer -> peer.text("podSelector.matchLabels.app~kubernetes~io/component"))
                .toList();
    }

    @Test
    void routerAndSenderAreReachedByMonitoringAndTheTestOnly() {
        Release release = Release.of("production");
        for (String service : List.of("router", "sender")) {
            List<Manifest> rules =
                    release.one("NetworkPolicy", "postrider-" + service).all("spec.ingress");
            assertEquals(1, rules.size());
            assertTrue(rules.get(0).texts().contains("monitoring"));
            assertTrue(rules.get(0).texts().contains("test"));
            assertEquals(2, rules.get(0).all("from").size());
        }
        List<Manifest> api = release.one("NetworkPolicy", "postrider-ingest").all("spec.ingress");
        assertEquals("ingress-nginx", api.get(1).all("from").get(0).texts().get(0));
        assertEquals("report", api.get(2).text("ports.0.port"));
        assertFalse(api.get(2).at("from").there());
    }

    @Test
    void everyPodOfTheReleaseHasAPolicy() {
        for (String set : Release.sets()) {
            Release release = Release.of(set);
            if (release.all("NetworkPolicy").isEmpty()) {
                assertEquals("minimal", set);
                continue;
            }
            Set<String> covered = new TreeSet<>();
            release.all("NetworkPolicy")
                    .forEach(policy ->
                            covered.add(policy.text("spec.podSelector.matchLabels.app~kubernetes~io/component")));
            for (Manifest workload : release.workloads()) {
                String component = String.valueOf(workload.podLabels().get("app.kubernetes.io/component"));
                assertTrue(covered.contains(component), set + " " + component);
            }
        }
    }
}
