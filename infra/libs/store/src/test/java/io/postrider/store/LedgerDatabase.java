package io.postrider.store;

import io.postrider.neighbours.files.Directories;
import io.postrider.neighbours.postgres.PostgresServer;
import io.postrider.pg.DatabasePool;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL with the schema in it, one for all tests of this JVM. */
public final class LedgerDatabase {
    private static LedgerDatabase only;

    private final PostgresServer postgres;
    private final Pool pool;
    private final PgConnectOptions options;
    private final Vertx vertx;

    private LedgerDatabase() throws IOException {
        Path directory = Files.createTempDirectory("postrider-test");
        postgres = PostgresServer.start(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            postgres.stop();
            Directories.remove(directory);
        }));
        // As an operator makes them.
        for (String role : List.of("ingest", "router", "sender")) {
            try (Connection connection = database().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create role %s login password '%s'".formatted(role, postgres.password()));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        Flyway.configure().dataSource(database()).load().migrate();
        options = new PgConnectOptions()
                .setPort(postgres.port())
                .setHost("localhost")
                .setDatabase("postgres")
                .setUser("postgres")
                .setPassword(postgres.password())
                .setCachePreparedStatements(true);
        DatabasePool.bound(options);
        vertx = Vertx.vertx();
        pool = Pool.newInstance(
                io.vertx.sqlclient.Pool.pool(vertx.getDelegate(), options, new PoolOptions().setMaxSize(4)));
    }

    private DataSource database() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(postgres.jdbcUrl("postgres"));
        database.setUser(PostgresServer.SUPERUSER);
        database.setPassword(postgres.password());
        return database;
    }

    public static synchronized LedgerDatabase get() throws IOException {
        if (only == null) {
            only = new LedgerDatabase();
        }
        return only;
    }

    /** One that belongs to no pool. */
    public Uni<SqlConnection> connection() {
        return PgConnection.connect(vertx, options).map(SqlConnection.class::cast);
    }

    public Pool pool() {
        return pool;
    }

    /** A message with its deliveries, as ingest accepts it. */
    public UUID message(int recipients) throws SQLException {
        UUID id = Ids.madeAt(Instant.now());
        sql("insert into message (id, content, from_email, lane, priority, recipients, accepted_at, expires_at) values"
                + " ('%s', '\\x00', 'news@shop.example', 2, 4, %d, now(), now() + interval '1 day')"
                        .formatted(id, recipients));
        sql("insert into delivery (message_id, ordinal, updated_at, email) select '%s', n, now(), n || '@mail.example'"
                        .formatted(id)
                + " from generate_series(0, %d) n".formatted(recipients - 1));
        return id;
    }

    public void sql(String statement) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    public long number(String query) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
