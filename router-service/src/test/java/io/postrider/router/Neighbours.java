package io.postrider.router;

import io.postrider.local.TestNeighbours;
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
            """;

    @Override
    public Map<String, String> start() {
        try {
            Path routes = Files.writeString(Files.createTempFile("routes", ".yaml"), ROUTES);
            Map<String, String> settings = new HashMap<>(TestNeighbours.settings("router"));
            settings.put("postrider.routes.file", routes.toString());
            settings.put("postrider.routes.look", "100ms");
            settings.put("quarkus.http.test-port", "0");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // They end with the JVM: another test class may use them.
    }
}
