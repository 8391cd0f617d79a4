package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.cluster.ha.SharedStorePrimaryPolicy;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two brokers with the files of the chart and one journal: one works, and the other one takes over. */
class BrokerPairTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(600)
    void theOneThatWaitsTakesOverWhenTheOtherStops() throws Exception {
        EmbeddedActiveMQ first = broker("a");
        EmbeddedActiveMQ second = broker("b");
        try {
            first.start();
            assertTrue(first.getActiveMQServer().waitForActivation(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS));
            SharedStorePrimaryPolicy policy = assertInstanceOf(
                    SharedStorePrimaryPolicy.class, first.getActiveMQServer().getHAPolicy());
            assertTrue(policy.isFailoverOnServerShutdown());
            CompletableFuture<Void> start = CompletableFuture.runAsync(() -> begin(second));
            assertThrows(TimeoutException.class, () -> start.get(3_000, TimeUnit.MILLISECONDS), "it must wait");

            first.stop();

            Patience.result(start);
            ActiveMQServer heir = second.getActiveMQServer();
            assertTrue(heir.waitForActivation(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS));
            assertTrue(heir.locateQueue("mail.submitted.bulk") != null);
        } finally {
            second.stop();
            first.stop();
        }
    }

    private static void begin(EmbeddedActiveMQ broker) {
        try {
            broker.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The placeholders are filled as the pods' command line does; here they differ between the two. */
    private EmbeddedActiveMQ broker(String name) throws IOException {
        Manifest files =
                Release.of("everything").one("ConfigMap", "postrider-artemis").at("data");
        Path etc = Files.createDirectory(directory.resolve(name));
        String xml = files.text("broker~xml")
                .replace("${amqp.port:5672}", "0")
                .replaceAll(
                        "\\$\\{broker\\.data:[^}]*}", directory.resolve("data").toString())
                .replaceAll("\\$\\{[^:}]+:([^}]*)}", "$1")
                // Who may do what is tested where the services are.
                .replace("<security-enabled>true<", "<security-enabled>false<");
        Files.writeString(etc.resolve("broker.xml"), xml);
        Files.writeString(etc.resolve("broker.properties"), files.text("broker~properties"));
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfigResourcePath(etc.resolve("broker.xml").toUri().toString());
        broker.setPropertiesResourcePath(etc.resolve("broker.properties").toString());
        return broker;
    }
}
