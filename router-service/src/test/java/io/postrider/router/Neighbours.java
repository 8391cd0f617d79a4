package io.postrider.router;

import io.postrider.local.TestNeighbours;
import io.postrider.neighbours.dns.LocalDns;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** PostgreSQL, broker and a routes file for the service under test. */
public class Neighbours implements QuarkusTestResourceLifecycleManager {
    static final String ROUTES = """
            routes:
              - name: relay-a
                host: relay-a.example
                weight: 3
                match: {recipient_domains: [mail.example, gmail.com]}
              - name: relay-b
                host: relay-b.example
                weight: 1
                match: {recipient_domains: [mail.example]}
              - name: direct
                kind: mx
                match: {recipient_domains: [hosted.example, small.example, slow.example]}
            """;

    private LocalDns dns;

    @Override
    public Map<String, String> start() {
        try {
            dns = LocalDns.start()
                    .mx("hosted.example", 10, "aspmx.l.google.com")
                    .mx("hosted.example", 20, "backup.example")
                    .mx("small.example", 10, "mx.small.example")
                    .silent("slow.example");
            Path routes = Files.writeString(Files.createTempFile("routes", ".yaml"), ROUTES);
            Map<String, String> settings = new HashMap<>(TestNeighbours.settings("router"));
            settings.put("postrider.routes.file", routes.toString());
            settings.put("postrider.routes.look", "100ms");
            settings.put("postrider.mx.servers", dns.server());
            settings.put("quarkus.management.test-port", "0");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        dns.close();
        // The others end with the JVM: another test class may use them.
    }
}
