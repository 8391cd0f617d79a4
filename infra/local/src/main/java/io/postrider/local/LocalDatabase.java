package io.postrider.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/**
 * PostgreSQL as a child process, with the durability it has by default. The database {@value #NAME} belongs to the role
 * {@value #OWNER}; the roles of the other services exist, their rights come with the schema. A role's password is its
 * name: the server listens on the loopback interface only.
 */
public final class LocalDatabase implements AutoCloseable {
    public static final String NAME = "postrider";
    public static final String OWNER = "postrider";
    private static final List<String> SERVICE_ROLES = List.of("router", "sender");
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final Path directory;
    private final int port;
    private EmbeddedPostgres server;

    public LocalDatabase(Path directory, int port) {
        this.directory = directory.toAbsolutePath();
        this.port = port;
    }

    /** Starts one on a free port and returns when it takes connections. */
    public static LocalDatabase start(Path directory) {
        LocalDatabase database = new LocalDatabase(directory, Ports.free());
        database.start();
        return database;
    }

    public synchronized void start() {
        if (server != null) {
            return;
        }
        try {
            Files.createDirectories(directory);
            server = builder().start();
            createDatabaseAndRoles();
        } catch (IOException | SQLException | RuntimeException e) {
            if (server != null) {
                stop();
            }
            throw new StartException(
                    "PostgreSQL does not start in %s: %s"
                            .formatted(directory, rootCause(e).getMessage()),
                    e);
        }
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                // The order of the end is decided by whoever started it, see LocalSystem.
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(START_LIMIT)
                // The library switches both off to be quick; here they are what is promised and measured.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "2GB")
                .setServerConfig("listen_addresses", Ports.HOST)
                .setServerConfig("unix_socket_directories", "")
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD);
    }

    private void createDatabaseAndRoles() throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), "postgres", "");
                Statement statement = connection.createStatement()) {
            createRole(statement, OWNER);
            for (String role : SERVICE_ROLES) {
                createRole(statement, role);
            }
            if (!exists(statement, "select from pg_database where datname = '" + NAME + "'")) {
                statement.execute("create database %s owner %s".formatted(NAME, OWNER));
            }
        }
    }

    private static void createRole(Statement statement, String role) throws SQLException {
        if (!exists(statement, "select from pg_roles where rolname = '" + role + "'")) {
            statement.execute("create role %s login password '%s'".formatted(role, role));
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    /** Brings the schema of {@code infra/ledger} to its newest state. In the whole system ingest-service does that. */
    public void migrate() {
        Flyway.configure().dataSource(jdbcUrl(), OWNER, OWNER).load().migrate();
    }

    /** Ends open connections and writes a checkpoint ("fast" shutdown). */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        Optional<ProcessHandle> postmaster = Leftovers.postmaster(directory);
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not stop", e);
        } finally {
            server = null;
        }
        // The library gives up after some seconds, which the last checkpoint may take longer than.
        postmaster.ifPresent(Leftovers::awaitEnd);
    }

    /** Kills the server and all its processes, as a power cut would; the next start recovers from the log. */
    public synchronized void kill() {
        if (server == null) {
            return;
        }
        Leftovers.postmaster(directory).ifPresent(postmaster -> {
            List<ProcessHandle> all = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(Leftovers::awaitEnd);
            Leftovers.awaitEnd(postmaster);
        });
        // Frees the library's lock on the directory; nothing is left to be stopped.
        stop();
    }

    /** Stops the server and all its processes where they are (SIGSTOP): connections stay open and nothing answers. */
    public synchronized void suspend() {
        signal("STOP");
    }

    public synchronized void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        Leftovers.postmaster(directory)
                .ifPresent(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants())
                        .forEach(process -> signal(signal, process)));
    }

    private static void signal(String signal, ProcessHandle process) {
        try {
            Signals.send(signal, process.pid());
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

    public int port() {
        return port;
    }

    /** For psql and the like, with the owner's password, which is his name. */
    public String url() {
        return "postgresql://%s:%s@%s:%d/%s".formatted(OWNER, OWNER, Ports.HOST, port, NAME);
    }

    public String jdbcUrl() {
        return jdbcUrl(NAME);
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(Ports.HOST, port, database);
    }

    /** For the reactive client, as {@code quarkus.datasource.reactive.url} takes it. */
    public String reactiveUrl() {
        return "postgresql://%s:%d/%s".formatted(Ports.HOST, port, NAME);
    }

    /** A connection of the owner, for the books. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), OWNER, OWNER);
    }

    private static Throwable rootCause(Throwable e) {
        return e.getCause() == null ? e : rootCause(e.getCause());
    }
}
