package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.net.AddressLiteral;
import io.postrider.net.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which pods may connect to which. */
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

    /** As a NetworkPolicy is read: one of the blocks has it, and none of their exceptions. */
    private static boolean mailGoesTo(Release release, String address) {
        InetAddress to = AddressLiteral.parse(address).orElseThrow();
        Manifest mail = release.one("NetworkPolicy", "postrider-sender").all("spec.egress").stream()
                .filter(rule -> rule.texts().contains("25"))
                .findFirst()
                .orElseThrow();
        List<Manifest> peers = mail.all("to");
        return peers.isEmpty()
                || peers.stream()
                        .map(peer -> peer.at("ipBlock"))
                        .anyMatch(block ->
                                AddressRange.parse(block.text("cidr")).contains(to)
                                        && block.all("except").stream()
                                                .noneMatch(except -> AddressRange.parse(except.text())
                                                        .contains(to)));
    }

    @Test
    void mailGoesToPublicAddressesOnly() {
        Release release = Release.of("production");
        for (String inside : List.of(
                "10.96.0.1",
                "100.64.0.1",
                "127.0.0.1",
                "169.254.169.254",
                "172.20.0.1",
                "192.168.1.1",
                "192.0.0.192",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::7f00:1",
                "fd00:ec2::254",
                "fe80::1",
                "ff02::1",
                "2002:a00:1::1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::192.168.0.1",
                "64:ff9b::255.255.255.255")) {
            assertFalse(mailGoesTo(release, inside), inside);
        }
        for (String outside : List.of("8.8.8.8", "192.0.66.1", "2a00:1450:400c:c00::1a", "64:ff9b::8.8.8.8")) {
            assertTrue(mailGoesTo(release, outside), outside);
        }
    }

    @Test
    void whereMailGoesCanBeChanged() {
        Release list = Release.of("everything");
        assertFalse(mailGoesTo(list, "10.0.0.1"));
        assertTrue(mailGoesTo(list, "192.168.0.1"));
        Map<String, String> relay = Map.of("networkPolicy.smtpTo[0].ipBlock.cidr", "10.1.2.3/32");
        assertTrue(mailGoesTo(Release.of("postrider", "production", relay), "10.1.2.3"));
        assertFalse(mailGoesTo(Release.of("postrider", "production", relay), "8.8.8.8"));
        Map<String, String> anywhere = Map.of("networkPolicy.smtpExcept", "null");
        assertTrue(mailGoesTo(Release.of("postrider", "production", anywhere), "10.1.2.3"));
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
            assertEquals("management", rules.get(0).text("ports.0.port"));
        }
        List<Manifest> api = release.one("NetworkPolicy", "postrider-ingest").all("spec.ingress");
        assertEquals("management", api.get(0).text("ports.0.port"));
        assertEquals("http", api.get(1).text("ports.0.port"));
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
