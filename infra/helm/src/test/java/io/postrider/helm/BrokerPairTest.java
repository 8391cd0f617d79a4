package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
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
    @Timeout(120)
    void theOneThatWaitsTakesOverWhenTheOtherStops() throws Exception {
        EmbeddedActiveMQ first = broker("a");
        EmbeddedActiveMQ second = broker("b");
        try {
            first.start();
            assertTrue(first.getActiveMQServer().waitForActivation(30, TimeUnit.SECONDS));
            SharedStorePrimaryPolicy policy = assertInstanceOf(
                    SharedStorePrimaryPolicy.class, first.getActiveMQServer().getHAPolicy());
            assertTrue(policy.isFailoverOnServerShutdown());
            CompletableFuture<Void> start = CompletableFuture.runAsync(() -> begin(second));
            assertThrows(TimeoutException.class, () -> start.get(3, TimeUnit.SECONDS), "it must wait");

            first.stop();

            start.get(30, TimeUnit.SECONDS);
            ActiveMQServer heir = second.getActiveMQServer();
            assertTrue(heir.waitForActivation(30, TimeUnit.SECONDS));
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
                .replace("${amqp.port:5672}", Integer.toString(free()))
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

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
