package io.postrider.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.contract.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesFileTest {
    private static final String GOOD = "routes:\n  - name: relay\n    host: smtp.relay.example\n";

    @TempDir
    Path folder;

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("routes.yaml"), yaml);
    }

    @Test
    void everySettingIsRead() throws IOException {
        List<Route> routes = RoutesFile.read(file("""
                routes:
                  - name: relay-a
                    kind: smtp
                    host: smtp.relay.example
                    port: 2587
                    tls: starttls
                    username: postrider
                    password: ${env:RELAY_PASSWORD}
                    weight: 70
                    max_connections: 40
                    match:
                      sender_domains: [Shop.example]
                      recipient_domains: [gmail.com, googlemail.com]
                      lanes: [bulk, standard]
                  - name: everyday
                    kind: mailer
                    weight: 0
                """));
        Route relay = routes.get(0);
        assertEquals(2587, relay.port());
        assertEquals(Route.Tls.STARTTLS, relay.tls());
        assertEquals("${env:RELAY_PASSWORD}", relay.credentials().password());
        assertEquals(70, relay.weight());
        assertEquals(40, relay.maxConnections());
        assertTrue(relay.match().takes("shop.example", "gmail.com", Lane.BULK));
        assertFalse(relay.match().takes("shop.example", "gmail.com", Lane.TRANSACTIONAL));
        assertFalse(relay.match().takes("other.example", "gmail.com", Lane.BULK));
        assertEquals(Route.Kind.MAILER, routes.get(1).kind());
        assertEquals(Set.of(), routes.get(1).match().lanes());
    }

    @Test
    void implicitTlsHasItsOwnPort() throws IOException {
        assertEquals(587, RoutesFile.read(file(GOOD)).get(0).port());
        assertEquals(
                465, RoutesFile.read(file(GOOD + "    tls: implicit\n")).get(0).port());
    }

    @Test
    void everyFaultNamesTheSettingAndWhatToChange() throws IOException {
        Map<String, String> faults = Map.ofEntries(
                Map.entry("", "must hold 'routes:'"),
                Map.entry("routes: []", "at least one route"),
                Map.entry("routes: [7]", "routes[0] must be a map"),
                Map.entry("routes:\n  - host: x", "routes[0].name must be"),
                Map.entry("routes:\n  - name: 'Relay One'\n    host: x", "routes[0].name must be"),
                Map.entry("routes:\n  - name: a", "routes[0].host is needed"),
                Map.entry(GOOD + "    colour: red", "routes[0].colour is not a setting; there are host, kind"),
                Map.entry(GOOD + "    port: 99999", "routes[0].port must be a whole number from 1 to 65535"),
                Map.entry(GOOD + "    port: smtp", "routes[0].port must be a whole number"),
                Map.entry(GOOD + "    tls: maybe", "routes[0].tls must be one of none, opportunistic"),
                Map.entry(GOOD + "    username: me", "routes[0].password is needed"),
                Map.entry(GOOD + "    username: me\n    password: secret", "must be a reference"),
                Map.entry(GOOD + "    match: {lanes: [slow]}", "routes[0].match.lanes knows no lane 'slow'"),
                Map.entry(GOOD + "    match: {domain: x}", "routes[0].match.domain is not a setting"),
                Map.entry(GOOD + "  - name: relay\n    host: y", "routes[1].name is used by an earlier route"));
        for (Map.Entry<String, String> fault : faults.entrySet()) {
            Path file = file(fault.getKey());
            String message = assertThrows(RoutesFileException.class, () -> RoutesFile.read(file))
                    .getMessage();
            assertTrue(message.contains(fault.getValue()), message);
            assertTrue(message.contains(file.toString()), message);
        }
    }

    @Test
    void missingFileIsNamed() {
        RoutesFileException refused =
                assertThrows(RoutesFileException.class, () -> RoutesFile.read(folder.resolve("none.yaml")));
        assertTrue(refused.getMessage().contains("none.yaml does not exist"), refused.getMessage());
    }

    @Test
    void changedFileIsTakenAndABadOneIsNot() throws IOException {
        RoutesWatch watch = new RoutesWatch(file(GOOD));
        assertFalse(watch.look());
        file(GOOD.replace("name: relay", "name: other"));
        assertTrue(watch.look());
        assertEquals("other", watch.routes().get(0).name());
        file("routes: 7");
        assertFalse(watch.look());
        assertEquals("other", watch.routes().get(0).name());
        assertTrue(watch.fault().orElseThrow().contains("must hold 'routes:'"));
        file(GOOD);
        assertTrue(watch.look());
        assertTrue(watch.fault().isEmpty());
    }
}
