package io.postrider.local;

import io.postrider.neighbours.StartException;
import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.postgres.PostgresServer;
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
import java.util.List;
import org.flywaydb.core.Flyway;

/**
 * PostgreSQL with the database of the services. The database {@value #NAME} belongs to the role {@value #OWNER}; the
 * roles of the services exist, and the schema grants them their rights. Each role, the superuser included, has a random
 * password.
 */
public final class LocalDatabase implements AutoCloseable {
    public static final String NAME = "postrider";
    public static final String OWNER = "postrider_owner";
    /** Drops what was kept long enough, for ingest-service. */
    public static final String MAINTENANCE = "postrider_maintenance";

    static final String SUPERUSER = PostgresServer.SUPERUSER;
    static final String SETUP = "/db/setup/public.sql";
    private static final List<String> SERVICE_ROLES = List.of("ingest", "router", "sender");

    private final Path directory;
    private final int port;
    private final LocalSecrets secrets;
    private final Path log;
    private PostgresServer server;

    /**
     * @param log receives the server's log, which contains no statements and no values, since these may be addresses
     */
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
        if (server == null) {
            requirePasswords();
            server = new PostgresServer(directory, port, password(SUPERUSER), log);
        }
        server.start();
        try {
            createDatabaseAndRoles();
            takeFromPublic();
        } catch (IOException | SQLException | RuntimeException e) {
            server.stop();
            throw new StartException("the database in %s cannot be set up: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private void requirePasswords() {
        if (Files.exists(directory.resolve("PG_VERSION")) && !secrets.has(secret(SUPERUSER))) {
            throw new StartException(
                    "The database in %s has no passwords, or they are lost. Start with empty data: --fresh."
                            .formatted(directory));
        }
    }

    private void createDatabaseAndRoles() throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            createRole(statement, OWNER);
            // Lets it see what the services' connections are doing and waiting for.
            statement.execute("grant pg_read_all_stats to " + OWNER);
            for (String role : SERVICE_ROLES) {
                createRole(statement, role);
            }
            createRole(statement, MAINTENANCE);
            statement.execute("grant %s to %s".formatted(OWNER, MAINTENANCE));
            if (!exists(statement, "select from pg_database where datname = '" + NAME + "'")) {
                statement.execute("create database %s owner %s".formatted(NAME, OWNER));
            }
        }
    }

    /** As an operator would, see {@code infra/docs/configuration.md}. */
    private void takeFromPublic() throws IOException, SQLException {
        try (InputStream script = LocalDatabase.class.getResourceAsStream(SETUP);
                Connection connection = server.connect(NAME);
                Statement statement = connection.createStatement()) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
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

    /**
     * Migrates the schema of {@code infra/libs/store} to its newest version, as its owner; no service connects as the
     * owner.
     */
    public void migrate() {
        Flyway.configure().dataSource(jdbcUrl(), OWNER, password(OWNER)).load().migrate();
    }

    /** Ends open connections and writes a checkpoint ("fast" shutdown). */
    public synchronized void stop() {
        if (server != null) {
            server.stop();
        }
    }

    /** Whether it was started, was not stopped here, and is gone nevertheless. */
    synchronized boolean died() {
        return server != null && server.died();
    }

    /** Kills the server and all its processes, as a power cut would; the next start recovers from the log. */
    public synchronized void kill() {
        if (server != null) {
            server.kill();
        }
    }

    /** Suspends the server and all its processes (SIGSTOP): connections stay open but get no response. */
    public synchronized void suspend() {
        server.suspend();
    }

    public synchronized void resume() {
        server.resume();
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

    /** The owner's connection URL for psql, without the password. */
    public String url() {
        return "postgresql://%s@%s:%d/%s".formatted(OWNER, Ports.HOST, port, NAME);
    }

    /** The owner's password, as a line of a psql password file. */
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
}
