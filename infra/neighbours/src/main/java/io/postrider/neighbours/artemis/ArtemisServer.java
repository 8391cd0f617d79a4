package io.postrider.neighbours.artemis;

import io.postrider.neighbours.StartException;
import io.postrider.neighbours.net.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.URIParameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;

/**
 * The broker inside this process, configured by the files in {@code /broker} on the class path (part of {@code
 * infra/libs/queue}). Its journal stays in its directory, so that a restart is an outage without loss.
 */
public final class ArtemisServer implements AutoCloseable {
    /** The entry of {@code login.config}. */
    private static final String REALM = "postrider";

    private final Path directory;
    private final int port;
    private final Map<String, String> settings;
    private EmbeddedActiveMQ server;

    /** @param settings values for the placeholders of {@code broker.xml} */
    public ArtemisServer(Path directory, int port, Map<String, String> settings) {
        this.directory = directory.toAbsolutePath();
        this.port = port;
        this.settings = new HashMap<>(settings);
        this.settings.put("amqp.port", Integer.toString(port));
        this.settings.put("broker.data", this.directory.resolve("data").toString());
    }

    /** Starts one on a free port and returns when it accepts connections. */
    public static ArtemisServer start(Path directory) {
        ArtemisServer broker = new ArtemisServer(directory, Ports.free(), Map.of());
        broker.start();
        return broker;
    }

    public synchronized void start() {
        if (server != null) {
            return;
        }
        Path etc = directory.resolve("etc");
        ConfigurationFiles.write(etc, settings);
        EmbeddedActiveMQ starting = new EmbeddedActiveMQ();
        starting.setConfigResourcePath(etc.resolve("broker.xml").toUri().toString());
        starting.setSecurityManager(new ActiveMQJAASSecurityManager(REALM, new Login(etc)));
        try {
            starting.start();
            server = starting;
        } catch (Exception e) {
            throw new StartException("the broker failed to start in %s: %s".formatted(directory, e.getMessage()), e);
        }
        if (!starting.getActiveMQServer().isActive()) {
            stop();
            throw new StartException(
                    "the broker in %s is not active: is another broker using the directory?".formatted(directory));
        }
    }

    /** Closes connections and journal; durable messages are available after the next start. */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not stop", e);
        } finally {
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    public int port() {
        return port;
    }

    public URI url() {
        return URI.create("amqp://%s:%d".formatted(Ports.HOST, port));
    }

    /** Messages on a queue, including scheduled and unsettled ones. */
    public synchronized long count(String queue) {
        if (server == null) {
            throw new IllegalStateException("the broker is stopped");
        }
        return server.getActiveMQServer().locateQueue(queue).getMessageCount();
    }

    /** The login of {@code login.config}, without the process-wide property that usually names that file. */
    private static final class Login extends SecurityConfiguration {
        private final Configuration file;
        private final Path etc;

        Login(Path etc) {
            this.etc = etc;
            try {
                this.file = Configuration.getInstance(
                        "JavaLoginConfig",
                        new URIParameter(etc.resolve("login.config").toUri()));
            } catch (NoSuchAlgorithmException e) {
                throw new StartException("this Java has no jdk.security.auth module; use a full JDK", e);
            }
        }

        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return Arrays.stream(file.getAppConfigurationEntry(name))
                    .map(this::withDirectory)
                    .toArray(AppConfigurationEntry[]::new);
        }

        private AppConfigurationEntry withDirectory(AppConfigurationEntry entry) {
            Map<String, Object> options = new HashMap<>(entry.getOptions());
            options.put("baseDir", etc.toString());
            return new AppConfigurationEntry(entry.getLoginModuleName(), entry.getControlFlag(), options);
        }
    }
}
