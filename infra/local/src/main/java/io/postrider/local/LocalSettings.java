package io.postrider.local;

import io.postrider.neighbours.net.Ports;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The configuration of the local system. Created with {@link #in} and changed with the {@code with} methods; lists and
 * maps are keyed by the name of a service (ingest, router, sender), options of the broker's Java by "broker".
 */
public final class LocalSettings {
    /** Enough for the services' bounded buffers; the backlog lives in the broker and the database. */
    private static final List<String> SERVICE_JVM = List.of("-Xmx384m", JavaCommand.EXIT_WITHOUT_MEMORY);

    private static final List<String> BROKER_JVM = List.of("-Xmx512m", JavaCommand.EXIT_WITHOUT_MEMORY);

    private final Path directory;
    private final Map<String, Integer> replicas = new HashMap<>();
    private final Map<String, List<String>> jvmOptions = new HashMap<>();
    private final Map<String, Map<String, String>> properties = new HashMap<>();
    private final Map<String, Map<String, String>> environments = new HashMap<>();
    private final Map<String, List<String>> launchers = new HashMap<>();
    private Path home = ProjectHome.find();
    private LocalPorts ports = LocalPorts.anyFree();
    private boolean fresh;
    private Set<String> nativeExecutables = named(System.getProperty("postrider.native", "false"));
    private InetSocketAddress relay;
    private Consumer<String> progress = line -> {};

    private LocalSettings(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        jvmOptions.put("broker", BROKER_JVM);
        for (String service : LocalSystem.SERVICES) {
            jvmOptions.put(service, SERVICE_JVM);
        }
    }

    /**
     * A system with one process per service on free ports, whose mail goes to a separate sink.
     *
     * @param directory keeps the data of PostgreSQL and the broker, the logs and the captured mails
     */
    public static LocalSettings in(Path directory) {
        return new LocalSettings(directory);
    }

    public LocalSettings withPorts(LocalPorts chosen) {
        ports = chosen;
        return this;
    }

    /** Starts with an empty directory. */
    public LocalSettings fresh(boolean chosen) {
        fresh = chosen;
        return this;
    }

    /** The project's root, which has the packaged services. */
    public LocalSettings withHome(Path chosen) {
        home = chosen;
        return this;
    }

    public LocalSettings withReplicas(String service, int count) {
        replicas.put(service, count);
        return this;
    }

    /** Sends all mail to this server instead of our sink, over plain SMTP. */
    public LocalSettings withRelay(String host, int port) {
        relay = InetSocketAddress.createUnresolved(host, port);
        return this;
    }

    /** Adds options for the Java of a service, or of the broker. */
    public LocalSettings withJvmOptions(String service, String... options) {
        List<String> all = new ArrayList<>(jvmOptions.get(service));
        all.addAll(List.of(options));
        jvmOptions.put(service, all);
        return this;
    }

    /** Sets a property of a service. */
    public LocalSettings withProperty(String service, String name, String value) {
        properties.computeIfAbsent(service, any -> new HashMap<>()).put(name, value);
        return this;
    }

    /** Sets an environment variable of a service. */
    public LocalSettings withEnvironment(String service, String name, String value) {
        environments.computeIfAbsent(service, any -> new HashMap<>()).put(name, value);
        return this;
    }

    /**
     * Starts a service with this command instead of the Java of this process. It gets its settings as environment
     * variables, as in a container.
     */
    public LocalSettings withLauncher(String service, String... words) {
        launchers.put(service, List.of(words));
        return this;
    }

    /**
     * Runs the native executables of these services; by default those of the system property {@code postrider.native}:
     * {@code true} for all, {@code false} for none, or names separated by commas.
     */
    public LocalSettings withNativeExecutables(Collection<String> services) {
        nativeExecutables = Set.copyOf(services);
        return this;
    }

    private static Set<String> named(String executables) {
        return switch (executables) {
            case "true" -> Set.copyOf(LocalSystem.SERVICES);
            case "false" -> Set.of();
            default -> Set.of(executables.split(","));
        };
    }

    /** Receives a line for each step of the start. */
    public LocalSettings withProgress(Consumer<String> lines) {
        progress = lines;
        return this;
    }

    Path directory() {
        return directory;
    }

    Path routesFile() {
        return directory.resolve("routes.yaml");
    }

    Path logs() {
        return directory.resolve("log");
    }

    Path pidFiles() {
        return directory.resolve("run");
    }

    Path home() {
        return home;
    }

    LocalPorts ports() {
        return ports;
    }

    boolean fresh() {
        return fresh;
    }

    boolean ownSink() {
        return relay == null;
    }

    /** The destination of the only route. */
    InetSocketAddress relay() {
        return relay == null ? InetSocketAddress.createUnresolved(Ports.HOST, ports.smtp()) : relay;
    }

    int replicas(String service) {
        return replicas.getOrDefault(service, 1);
    }

    List<String> jvmOptions(String service) {
        return jvmOptions.get(service);
    }

    Map<String, String> properties(String service) {
        return properties.getOrDefault(service, Map.of());
    }

    Map<String, String> environment(String service) {
        return environments.getOrDefault(service, Map.of());
    }

    boolean nativeExecutable(String service) {
        return nativeExecutables.contains(service);
    }

    /** Empty: the Java of this process, or the native executable. */
    List<String> launcher(String service) {
        return launchers.getOrDefault(service, List.of());
    }

    Consumer<String> progress() {
        return progress;
    }
}
