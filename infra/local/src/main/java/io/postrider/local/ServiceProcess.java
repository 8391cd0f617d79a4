package io.postrider.local;

import io.postrider.neighbours.StartException;
import io.postrider.neighbours.files.PrivateFiles;
import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.process.ChildProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** One of the three services, as packaged, in a separate process. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    /** Longer than the longest shutdown timeout of a service (quarkus.shutdown.timeout of the sender). */
    private static final Duration STOP_GRACE = Duration.ofSeconds(45);

    /** Longer than liveness waits for an event loop. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    /** Exit code of a process that ended by SIGTERM, not SIGKILL. */
    public static final int TERMINATED = 143;

    /** Higher than the environment (300), like system properties. */
    private static final String ORDINAL = "400";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /**
     * @param name its name in logs and files, such as {@code router} or {@code router-2}
     * @param executable the service's {@code quarkus-run.jar}, or its native executable
     * @param launcher the command that launches it; empty to run the executable itself
     * @param jvmOptions of its Java; a native executable gets only those about the heap and running out of memory
     * @param properties its settings, of which {@code quarkus.management.port} must be one, and {@code quarkus.http.port} if it
     *     has an API
     * @param propertiesFile receives its settings, some of which are secret, unless there is a launcher
     * @param environment variables in addition to those of this process
     * @param log its log file
     * @param pidFile names its process while it runs
     */
    record Settings(
            String name,
            Path executable,
            List<String> launcher,
            List<String> jvmOptions,
            Map<String, String> properties,
            Path propertiesFile,
            Map<String, String> environment,
            Path log,
            Path pidFile) {}

    private final Settings settings;
    private final URI management;
    private ChildProcess process;

    ServiceProcess(Settings settings) {
        this.settings = settings;
        this.management = at("quarkus.management.port");
    }

    private URI at(String property) {
        return URI.create(
                "http://%s:%s".formatted(Ports.HOST, settings.properties().get(property)));
    }

    /** Returns when the service reports that it is ready. */
    public void start() {
        begin();
        awaitReady(START_LIMIT);
    }

    /** Starts it without waiting. */
    public synchronized void begin() {
        if (process != null && process.alive()) {
            return;
        }
        if (!Files.exists(settings.executable())) {
            throw new StartException("%s is not packaged: %s is missing. Build with: mvn -q package -DskipTests"
                    .formatted(settings.name(), settings.executable()));
        }
        process = ChildProcess.start(settings.name(), command(), environment(), settings.log(), settings.pidFile());
    }

    /** Every user of the machine can read a command line, but only we can read the environment and the file. */
    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(settings.environment());
        if (launched()) {
            settings.properties().forEach((name, value) -> environment.put(variable(name), value));
        }
        return environment;
    }

    private boolean launched() {
        return !settings.launcher().isEmpty();
    }

    private List<String> command() {
        if (launched()) {
            return settings.launcher();
        }
        List<String> command = new ArrayList<>();
        boolean jar = settings.executable().toString().endsWith(".jar");
        if (jar) {
            command.add(JavaCommand.executable());
            command.addAll(settings.jvmOptions());
        } else {
            command.add(settings.executable().toString());
            // A native executable does not support other JVM options.
            settings.jvmOptions().stream()
                    .filter(option -> option.startsWith("-Xm") || option.endsWith("ExitOnOutOfMemoryError"))
                    .forEach(command::add);
        }
        command.add("-Dquarkus.config.locations=" + writeProperties());
        if (jar) {
            command.addAll(List.of("-jar", settings.executable().toString()));
        }
        return command;
    }

    private Path writeProperties() {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        properties.put("config_ordinal", ORDINAL);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PrivateFiles.directory(settings.propertiesFile().getParent());
        return PrivateFiles.write(settings.propertiesFile(), text.toByteArray());
    }

    /** The environment variable of a property, by the rules of MicroProfile Config. */
    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** @throws StartException with the end of its log, if it stops or is not ready within the limit */
    public void awaitReady(Duration limit) {
        ChildProcess waitedFor;
        synchronized (this) {
            waitedFor = process;
        }
        waitedFor.awaitReady(settings.name() + "-service", limit, this::ready);
    }

    /** Whether it reports that it is ready. */
    public boolean ready() {
        return affirms("/q/health/ready");
    }

    /** Whether it reports that every event loop responds. */
    public boolean live() {
        return affirms("/q/health/live");
    }

    private boolean affirms(String question) {
        HttpRequest request = HttpRequest.newBuilder(management.resolve(question))
                .timeout(ANSWER_LIMIT)
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** SIGTERM, then SIGKILL if it does not stop within its grace period. */
    public void stop() {
        stop(STOP_GRACE);
    }

    /** The same with another grace period. */
    public synchronized void stop(Duration grace) {
        if (process != null) {
            process.stop(grace);
        }
    }

    /** SIGKILL: work in progress is abandoned. */
    public synchronized void kill() {
        process.kill();
    }

    /** SIGSTOP: it hangs, its connections stay open. */
    public synchronized void suspend() {
        process.suspend();
    }

    public synchronized void resume() {
        process.resume();
    }

    @Override
    public void close() {
        stop();
    }

    public synchronized boolean alive() {
        return process != null && process.alive();
    }

    public synchronized long pid() {
        return process.pid();
    }

    /** Its exit code: {@link #TERMINATED} for a service that was stopped properly. */
    public synchronized int exitCode() {
        return process.exitCode();
    }

    /** Resident memory in bytes. */
    public synchronized long rss() {
        return process.rss();
    }

    public String name() {
        return settings.name();
    }

    /** The API of ingest-service. */
    public URI api() {
        return at("quarkus.http.port");
    }

    /** Health and metrics, under {@code /q}. */
    public URI management() {
        return management;
    }

    public Path log() {
        return settings.log();
    }
}
