package io.postrider.local;

import io.postrider.neighbours.files.Directories;
import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.process.ChildProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The broker as a child process that can be stopped, killed and restarted. Its journal stays in its directory. */
public final class LocalBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);
    private static final List<String> USERS = List.of("ingest", "router", "sender", "operator");
    private static final String PASSWORD = "broker.password.";

    private final Path directory;
    private final LocalSecrets secrets;
    private final int port;
    private final List<String> jvmOptions;
    private final Path log;
    private final Path pidFile;
    private ChildProcess process;

    /**
     * @param secrets its users' passwords; they survive the loss of its directory
     * @param jvmOptions options of its Java, such as {@code -Xmx512m}
     * @param log its log file
     * @param pidFile names its process while it runs
     */
    LocalBroker(Path directory, LocalSecrets secrets, int port, List<String> jvmOptions, Path log, Path pidFile) {
        this.directory = directory;
        this.secrets = secrets;
        this.port = port;
        this.jvmOptions = List.copyOf(jvmOptions);
        this.log = log;
        this.pidFile = pidFile;
    }

    /** Returns when it accepts connections. */
    public void start() {
        start(List.of());
    }

    /**
     * @param options of its Java for this start only, in addition to the usual ones, such as a value for a placeholder of
     * broker.xml
     */
    public synchronized void start(List<String> options) {
        if (process != null && process.alive()) {
            return;
        }
        List<String> command = new ArrayList<>();
        command.add(JavaCommand.executable());
        command.addAll(jvmOptions);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BrokerMain.class.getName()));
        command.addAll(List.of(directory.toString(), Integer.toString(port)));
        // Only their location: every user of the machine can read a command line.
        passwords(secrets);
        command.add(secrets.directory().toString());
        process = ChildProcess.start("broker", command, Map.of(), log, pidFile);
        process.awaitReady("the broker", START_LIMIT, this::takesConnections);
    }

    /** SIGTERM: connections are closed, the journal is closed in order. */
    public synchronized void stop() {
        if (process != null) {
            process.stop(STOP_GRACE);
        }
    }

    /** SIGKILL. */
    public synchronized void kill() {
        process.kill();
    }

    /** Deletes its data, as if its disk were lost. It must not be running. */
    public synchronized void loseJournal() {
        if (alive()) {
            throw new IllegalStateException("the broker is running");
        }
        Directories.remove(directory);
    }

    /** SIGSTOP: connections stay open but get no response. */
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

    /** Resident memory in bytes. */
    public synchronized long rss() {
        return process.rss();
    }

    public int port() {
        return port;
    }

    public URI url() {
        return URI.create("amqp://%s:%d".formatted(Ports.HOST, port));
    }

    /** The password of a user: ingest, router, sender, or operator, who has all rights. */
    public String password(String user) {
        return secrets.of(PASSWORD + user);
    }

    /** The passwords of all users, by the placeholders of users.properties. */
    static Map<String, String> passwords(LocalSecrets secrets) {
        return USERS.stream().map(user -> PASSWORD + user).collect(Collectors.toMap(name -> name, secrets::of));
    }

    private boolean takesConnections() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.HOST, port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
