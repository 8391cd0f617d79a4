package io.postrider.ledger;

import io.postrider.testing.Patience;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL with the schema in it, one for all tests of this JVM. */
final class LedgerDatabase {
    private static LedgerDatabase only;

    private final EmbeddedPostgres postgres;
    private final Pool pool;

    private LedgerDatabase() throws IOException {
        postgres = started(3);
        Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
        PgConnectOptions options = new PgConnectOptions()
                .setPort(postgres.getPort())
                .setHost("localhost")
                .setDatabase("postgres")
                .setUser("postgres")
                .setCachePreparedStatements(true);
        Vertx vertx = Vertx.vertx();
        pool = Pool.newInstance(
                io.vertx.sqlclient.Pool.pool(vertx.getDelegate(), options, new PoolOptions().setMaxSize(4)));
    }

    /** On a port that was free a moment ago: another one, if somebody has got it since. */
    private static EmbeddedPostgres started(int tries) throws IOException {
        try {
            return EmbeddedPostgres.builder().setPGStartupWait(Patience.LIMIT).start();
        } catch (IOException | IllegalStateException e) {
            if (tries == 1) {
                throw e;
            }
            return started(tries - 1);
        }
    }

    static synchronized LedgerDatabase get() throws IOException {
        if (only == null) {
            only = new LedgerDatabase();
        }
        return only;
    }

    Pool pool() {
        return pool;
    }

    /** A message with its deliveries, as ingest accepts it. */
    UUID message(int recipients) throws SQLException {
        UUID id = UUID.randomUUID();
        sql("insert into message (id, content, from_email, lane, priority, recipients, accepted_at, expires_at) values"
                + " ('%s', '\\x00', 'news@shop.example', 2, 4, %d, now(), now() + interval '1 day')"
                        .formatted(id, recipients));
        sql("insert into delivery (message_id, ordinal, updated_at, email) select '%s', n, now(), n || '@mail.example'"
                        .formatted(id)
                + " from generate_series(0, %d) n".formatted(recipients - 1));
        return id;
    }

    void sql(String statement) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    long number(String query) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
