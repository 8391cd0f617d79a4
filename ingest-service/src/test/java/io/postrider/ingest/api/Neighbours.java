package io.postrider.ingest.api;

import io.postrider.ingest.web.ApiScope;
import io.postrider.local.TestNeighbours;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Gives the service under test a real PostgreSQL and a real broker, and leases short enough to wait for. */
public class Neighbours implements QuarkusTestResourceLifecycleManager {
    public static final String API_KEY = "key-of-the-tests";
    /** Keys that have one scope each. */
    public static final Map<String, String> KEY_OF_SCOPE = Map.of(
            ApiScope.SEND, "key-of-the-tests-that-sends",
            ApiScope.READ, "key-of-the-tests-that-reads",
            ApiScope.MANAGE, "key-of-the-tests-that-manages",
            ApiScope.OPERATE, "key-of-the-tests-that-operates");

    public static final String VERP_KEY = "the-return-path-key-of-the-tests";
    public static final String BOUNCE_DOMAIN = "bounces.shop.example";
    public static final String OPERATOR = "ops@shop.example";
    public static final String FEEDBACK_ADDRESS = "fbl@bounces.shop.example";

    private static final String LONG = Patience.LIMIT.toString();

    private final Map<Object, Object> setAside = new HashMap<>();

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(TestNeighbours.settings("ingest"));
        settings.put("postrider.api-key", API_KEY);
        KEY_OF_SCOPE.forEach((scope, key) -> {
            settings.put("postrider.api-keys." + scope + "er.key", key);
            settings.put("postrider.api-keys." + scope + "er.scopes", scope);
        });
        settings.put("postrider.broker.publish-timeout", "2s");
        settings.put("postrider.dispatch.lease", "3s");
        // Some tests leave books that do not balance; who looks is AuditTest.
        settings.put("postrider.audit.every", "0s");
        settings.put("postrider.audit.answer-kept", "0s");
        // So long that a busy machine meets none of them; ShortTimeoutsTest has short ones.
        settings.put("postrider.audit.timeout", LONG);
        settings.put("postrider.submit.body-timeout", LONG);
        settings.put("postrider.submit.minimum-rate", "1");
        settings.put("postrider.accept.longest-wait", LONG);
        settings.put("postrider.accept.timeout", LONG);
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        settings.putAll(reports());
        setAsideWhatIsNoText(System.getProperties());
        return settings;
    }

    /** With limits that a test meets soon, and the certificate of the tests' mail server. */
    private static Map<String, String> reports() {
        Map<String, String> settings = new HashMap<>();
        settings.put("postrider.verp.domain", BOUNCE_DOMAIN);
        settings.put("postrider.verp.keys", "a-newer-key-that-signs-from-now-on," + VERP_KEY);
        settings.put("postrider.report.enabled", "true");
        settings.put("postrider.report.host", "127.0.0.1");
        settings.put("postrider.report.port", "0");
        settings.put("postrider.report.feedback-address", FEEDBACK_ADDRESS);
        settings.put("postrider.report.connections", "5");
        settings.put("postrider.report.message-size", "1M");
        settings.put("postrider.report.idle", LONG);
        settings.put("postrider.report.session", LONG);
        settings.put("postrider.report.postmaster", OPERATOR);
        // All clients of the tests have one address.
        settings.put("postrider.report.client-unknown-recipients", "100000");
        settings.put("postrider.report.client-rate", "100000");
        settings.put("postrider.report.client-bytes", "1G");
        settings.put("postrider.report.tls", "report");
        settings.put("quarkus.tls.report.key-store.p12.path", "io/postrider/neighbours/smtp/localhost.p12");
        settings.put("quarkus.tls.report.key-store.p12.password", "postrider");
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
