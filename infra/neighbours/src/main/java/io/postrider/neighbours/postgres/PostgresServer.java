package io.postrider.neighbours.postgres;

import io.postrider.neighbours.StartException;
import io.postrider.neighbours.files.Directories;
import io.postrider.neighbours.files.PrivateFiles;
import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.process.ProcessControl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * PostgreSQL as a child process, with its default durability. The server listens on the loopback interface only and
 * requires a password from each role, including the superuser. Its data outlives {@link #stop} and {@link #kill}.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String SUPERUSER = "postgres";

    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final Path directory;
    private final int port;
    private final String password;
    private final Path log;
    private EmbeddedPostgres server;

    /**
     * @param directory of its data; created by the first start
     * @param password of the superuser, set by the first start
     * @param log receives the server's log, which contains no statements and no values, since these may be
     *     addresses
     */
    public PostgresServer(Path directory, int port, String password, Path log) {
        this.directory = directory.toAbsolutePath();
        this.port = port;
        this.password = password;
        this.log = log;
    }

    /**
     * Starts an empty one on a free port, with its data and its log in the directory, and returns when it accepts
     * connections.
     */
    public static PostgresServer start(Path directory) {
        PostgresServer server = new PostgresServer(
                directory.resolve("data"),
                Ports.free(),
                UUID.randomUUID().toString(),
                directory.resolve("postgres.log"));
        server.start();
        return server;
    }

    /** @throws StartException if it does not start; then nothing is left running */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        Path passwordFile = directory.resolveSibling(directory.getFileName() + ".password");
        try {
            PrivateFiles.directory(directory);
            PrivateFiles.directory(log.toAbsolutePath().getParent());
            PrivateFiles.write(passwordFile, password);
            server = builder(passwordFile).start();
            // The library's lock is the only file there that PostgreSQL does not create.
            PrivateFiles.close(directory.resolve("epg-lock"));
        } catch (IOException | RuntimeException e) {
            if (server != null) {
                stop();
            }
            throw new StartException(
                    "PostgreSQL failed to start in %s: %s"
                            .formatted(directory, rootCause(e).getMessage()),
                    e);
        } finally {
            Directories.remove(passwordFile);
        }
    }

    private EmbeddedPostgres.Builder builder(Path passwordFile) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setOverrideWorkingDirectory(programs().toFile())
                .setCleanDataDirectory(false)
                // The starter decides the order of shutdown.
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(START_LIMIT)
                // The library turns both off for speed; here durability is promised and measured.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "2GB")
                // The library passes these to initdb after its own "-A trust", and the last option wins.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setConnectConfig("password", password)
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("listen_addresses", Ports.HOST)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("log_checkpoints", "off")
                // Otherwise the log contains statements and values of rows, which are people's addresses.
                .setServerConfig("log_min_error_statement", "panic")
                .setServerConfig("log_error_verbosity", "terse")
                .setErrorRedirector(intoLog())
                .setOutputRedirector(intoLog());
    }

    private ProcessBuilder.Redirect intoLog() {
        return ProcessBuilder.Redirect.appendTo(PrivateFiles.create(log).toFile());
    }

    /**
     * Where the library unpacks PostgreSQL, once for each version. Its default is a directory for temporary files that
     * it makes writable for all users, so another user could replace a program. It does the same here, so only we have
     * access to the parent directory.
     */
    private static Path programs() {
        return PrivateFiles.directory(Path.of(System.getProperty("user.home"), ".cache", "postrider"))
                .resolve("postgres");
    }

    /** Ends open connections and writes a checkpoint ("fast" shutdown). */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        Optional<ProcessHandle> postmaster = PostgresProcess.of(directory);
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not stop", e);
        } finally {
            server = null;
        }
        // The library gives up after some seconds, but the last checkpoint may take longer.
        postmaster.ifPresent(ProcessControl::awaitEnd);
    }

    /** Whether it was started, was not stopped here, and is gone nevertheless. */
    public synchronized boolean died() {
        // A process that has ended but was not reaped is still listed, without a command.
        return server != null
                && PostgresProcess.of(directory)
                        .filter(postmaster -> postmaster.info().command().isPresent())
                        .isEmpty();
    }

    /** Kills the server and all its processes, as a power cut would; the next start recovers from the log. */
    public synchronized void kill() {
        if (server == null) {
            return;
        }
        PostgresProcess.of(directory).ifPresent(postmaster -> {
            List<ProcessHandle> all = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(ProcessControl::awaitEnd);
            ProcessControl.awaitEnd(postmaster);
        });
        // Releases the library's lock on the directory; nothing is left to stop.
        stop();
    }

    /** Suspends the server and all its processes (SIGSTOP): connections stay open but get no response. */
    public synchronized void suspend() {
        signal("STOP");
    }

    public synchronized void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        PostgresProcess.of(directory)
                .ifPresent(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants())
                        .forEach(process -> signal(signal, process)));
    }

    private static void signal(String signal, ProcessHandle process) {
        try {
            ProcessControl.send(signal, process.pid());
        } catch (IllegalStateException e) {
            // The server's processes come and go; one that has just ended needs no signal.
            if (process.isAlive()) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Of its data. */
    public Path directory() {
        return directory;
    }

    public int port() {
        return port;
    }

    /** Of the superuser. */
    public String password() {
        return password;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(Ports.HOST, port, database);
    }

    /** A connection of the superuser; {@code postgres} is a database that is always there. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, password);
    }

    private static Throwable rootCause(Throwable e) {
        return e.getCause() == null ? e : rootCause(e.getCause());
    }
}
