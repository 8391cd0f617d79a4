package io.postrider.local;
import io.postrider.neighbours.StartException;
import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.process.PidFiles;
import io.postrider.neighbours.process.Signals;
import io.postrider.neighbours.files.Directories;
import io.postrider.neighbours.files.PrivateFiles;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
 * {@value #OWNER}; the roles of the services exist, their rights come with the schema. The server listens on the
 * loopback interface only, and asks each role, the superuser included, for its random password.
 */
public final class LocalDatabase implements AutoCloseable {
    public static final String NAME = "postrider";
    public static final String OWNER = "postrider_owner";
    static final String SUPERUSER = "postgres";
    static final String SETUP = "/db/setup/public.sql";
    private static final List<String> SERVICE_ROLES = List.of("ingest", "router", "sender");
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final Path directory;
    private final int port;
    private final LocalSecrets secrets;
    private final Path log;
    private EmbeddedPostgres server;

    /** @param log gets what the server writes; no statement and no value, which may be an address, is in it */
    LocalDatabase(Path directory, int port, LocalSecrets secrets, Path log) {
        this.directory = directory.toAbsolutePath();
        this.port = port;
        this.secrets = secrets;
        this.log = log;
    }

    /** Starts one on a free port, with its data and its passwords in the directory, and returns when it takes connections. */
    public static LocalDatabase start(Path directory) {
        LocalDatabase database = new LocalDatabase(
                directory.resolve("data"),
                Ports.free(),
                LocalSecrets.in(directory.toAbsolutePath()),
                directory.resolve("postgres.log"));
        database.start();
        return database;
    }

    public synchronized void start() {
        if (server != null) {
            return;
        }
        requirePasswords();
        Path superuserPassword = directory.resolveSibling(directory.getFileName() + ".password");
        try {
            PrivateFiles.directory(directory);
            PrivateFiles.directory(log.toAbsolutePath().getParent());
            PrivateFiles.write(superuserPassword, password(SUPERUSER));
            server = builder(superuserPassword).start();
            // The library's lock is the only file there that PostgreSQL does not make.
            PrivateFiles.close(directory.resolve("epg-lock"));
            createDatabaseAndRoles();
            takeFromPublic();
        } catch (IOException | SQLException | RuntimeException e) {
            if (server != null) {
                stop();
            }
            throw new StartException(
                    "PostgreSQL does not start in %s: %s"
                            .formatted(directory, rootCause(e).getMessage()),
                    e);
        } finally {
            Directories.remove(superuserPassword);
        }
    }

    private void requirePasswords() {
        if (Files.exists(directory.resolve("PG_VERSION")) && !secrets.has(secret(SUPERUSER))) {
            throw new StartException(
                    "The database in %s was made without passwords, or they are lost. Begin with empty data: --fresh."
                            .formatted(directory));
        }
    }

    private EmbeddedPostgres.Builder builder(Path superuserPassword) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setOverrideWorkingDirectory(programs().toFile())
                .setCleanDataDirectory(false)
                // The starter decides the order of shutdown, see LocalSystem.
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(START_LIMIT)
                // The library switches both off to be quick; here they are what is promised and measured.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "2GB")
                // The library hands these to initdb behind its own "-A trust", and the last one counts.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", superuserPassword.toString())
                .setConnectConfig("password", password(SUPERUSER))
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("listen_addresses", Ports.HOST)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("log_checkpoints", "off")
                // Else the log has statements, and values of rows, which are addresses of people.
                .setServerConfig("log_min_error_statement", "panic")
                .setServerConfig("log_error_verbosity", "terse")
                .setErrorRedirector(intoLog())
                .setOutputRedirector(intoLog());
    }

    private ProcessBuilder.Redirect intoLog() {
        return ProcessBuilder.Redirect.appendTo(PrivateFiles.create(log).toFile());
    }

    /**
     * Where the library unpacks PostgreSQL, once for each version. Its own choice lies in the folder for temporary files, which it
     * opens to everybody: another user could put in a program of theirs. It opens this one, too, so the one above is ours alone.
     */
    private static Path programs() {
        return PrivateFiles.directory(Path.of(System.getProperty("user.home"), ".cache", "postrider"))
                .resolve("postgres");
    }

    private void createDatabaseAndRoles() throws SQLException {
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            createRole(statement, OWNER);
            // So that it sees what the services' connections do and wait for.
            statement.execute("grant pg_read_all_stats to " + OWNER);
            for (String role : SERVICE_ROLES) {
                createRole(statement, role);
            }
            if (!exists(statement, "select from pg_database where datname = '" + NAME + "'")) {
                statement.execute("create database %s owner %s".formatted(NAME, OWNER));
            }
        }
    }

    /** As an operator does, see {@code infra/docs/configuration.md}. */
    private void takeFromPublic() throws IOException, SQLException {
        try (InputStream script = LocalDatabase.class.getResourceAsStream(SETUP);
                Connection connection = superuser(NAME);
                Statement statement = connection.createStatement()) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, password(SUPERUSER));
    }

    private void createRole(Statement statement, String role) throws SQLException {
        if (!exists(statement, "select from pg_roles where rolname = '" + role + "'")) {
            statement.execute("create role %s login password '%s'".formatted(role, password(role)));
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    /** Brings the schema of {@code infra/libs/store} to its newest state, as its owner, which no service connects as. */
    public void migrate() {
        Flyway.configure().dataSource(jdbcUrl(), OWNER, password(OWNER)).load().migrate();
    }

    /** Ends open connections and writes a checkpoint ("fast" shutdown). */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        Optional<ProcessHandle> postmaster = PidFiles.postmaster(directory);
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not stop", e);
        } finally {
            server = null;
        }
        // The library gives up after some seconds, which the last checkpoint may take longer than.
        postmaster.ifPresent(PidFiles::awaitEnd);
    }

    /** Whether it was started, was not stopped here, and is gone all the same. */
    synchronized boolean died() {
        // One that ended and that no process has asked for its exit code is still listed, without a command.
        return server != null
                && PidFiles.postmaster(directory)
                        .filter(postmaster -> postmaster.info().command().isPresent())
                        .isEmpty();
    }

    /** Kills the server and all its processes, as a power cut would; the next start recovers from the log. */
    public synchronized void kill() {
        if (server == null) {
            return;
        }
        PidFiles.postmaster(directory).ifPresent(postmaster -> {
            List<ProcessHandle> all = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(PidFiles::awaitEnd);
            PidFiles.awaitEnd(postmaster);
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
        PidFiles.postmaster(directory)
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

    /** Of its data. */
    Path directory() {
        return directory;
    }

    public int port() {
        return port;
    }

    /** For psql and the like: the owner's, without the password. */
    public String url() {
        return "postgresql://%s@%s:%d/%s".formatted(OWNER, Ports.HOST, port, NAME);
    }

    /** The owner's password, as a line of a password file of psql. */
    String passwordLine() {
        return "%s:%d:%s:%s:%s%n".formatted(Ports.HOST, port, NAME, OWNER, password(OWNER));
    }

    /** Of a role, or of the superuser. */
    public String password(String role) {
        return secrets.of(secret(role));
    }

    private static String secret(String role) {
        return "database.password." + role;
    }

    public String jdbcUrl() {
        return jdbcUrl(NAME);
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(Ports.HOST, port, database);
    }

    /** For the reactive client, as {@code quarkus.datasource.reactive.url} takes it. */
    public String reactiveUrl() {
        return "postgresql://%s:%d/%s".formatted(Ports.HOST, port, NAME);
    }

    /** A connection of the owner, to read the ledger. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), OWNER, password(OWNER));
    }

    private static Throwable rootCause(Throwable e) {
        return e.getCause() == null ? e : rootCause(e.getCause());
    }
}
