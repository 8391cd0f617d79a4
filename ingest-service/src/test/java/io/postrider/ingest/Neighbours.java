package io.postrider.ingest;

import io.postrider.local.TestNeighbours;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Gives the service under test a real PostgreSQL and a real broker, and leases short enough to wait for. */
public class Neighbours implements QuarkusTestResourceLifecycleManager {
    static final String API_KEY = "key-of-the-tests";

    private final Map<Object, Object> setAside = new HashMap<>();

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(TestNeighbours.settings("ingest"));
        settings.put("postrider.api-key", API_KEY);
        settings.put("postrider.broker.publish-timeout", "2s");
        settings.put("postrider.dispatch.lease", "3s");
        settings.put("quarkus.http.test-port", "0");
        setAsideWhatIsNoText(System.getProperties());
        return settings;
    }

    /**
     * The neighbours are shared by way of a system property that is no text. Narayana, which comes with JDBC, reads all
     * system properties when the service starts and takes none but texts.
     */
    private void setAsideWhatIsNoText(Properties properties) {
        properties.forEach((name, value) -> {
            if (!(value instanceof String)) {
                setAside.put(name, value);
            }
        });
        properties.keySet().removeAll(setAside.keySet());
    }

    /** Called when the service has started. */
    @Override
    public void inject(Object test) {
        System.getProperties().putAll(setAside);
    }

    @Override
    public void stop() {
        // They end with the JVM, since other test classes use them too.
    }
}
