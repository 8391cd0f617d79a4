package io.postrider.pg;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.postgres.PostgresServer;
import io.postrider.testing.LogLines;
import io.postrider.testing.Patience;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One line when PostgreSQL goes away and one when it is back, however it goes. */
@Tag("slow")
class DatabaseWatchTest {
    @TempDir
    static Path directory;

    private static PostgresServer database;

    private final Vertx vertx = Vertx.vertx();
    private Pool pool;
    private DatabaseWatch watch;
    private LogLines log;

    @BeforeAll
    static void startServer() {
        database = PostgresServer.start(directory);
    }

    @AfterAll
    static void stopServer() {
        database.stop();
    }

    @BeforeEach
    void begin() {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(Ports.HOST)
                .setPort(database.port())
                .setDatabase("postgres")
                .setUser(PostgresServer.SUPERUSER)
                .setPassword(database.password());
        pool = Pool.newInstance(
                io.vertx.sqlclient.Pool.pool(vertx.getDelegate(), options, new PoolOptions().setMaxSize(2)));
        watch = new DatabaseWatch(pool, vertx);
        log = LogLines.insteadOf(DatabaseWatch.class);
        watch.begin();
    }

    @AfterEach
    void end() {
        watch.end();
        log.close();
        pool.close().await().atMost(Patience.LIMIT);
        vertx.close().await().atMost(Patience.LIMIT);
    }

    @Test
    void aServerThatIsKilledIsAwayOnceAndBackOnce() {
        database.kill();
        awaitLines(1);
        database.start();
        awaitLines(2);
        assertLines();
    }

    @Test
    void aServerThatHangsIsAwayOnceAndBackOnce() {
        database.suspend();
        awaitLines(1);
        database.resume();
        awaitLines(2);
        assertLines();
    }

    /** As after a failover, when the old connections lead to a standby. */
    @Test
    void aServerThatTakesNoWritesIsAwayUntilItDoes() throws SQLException {
        readOnly("on");
        awaitLines(1);
        readOnly("off");
        awaitLines(2);
        assertLines();
        assertTrue(log.lines().get(0).contains("accepts no writes"), log.lines()::toString);
    }

    @Test
    void theEndOfTheServiceIsNoOutage() {
        watch.end();
        database.kill();
        database.start();
        assertEquals(List.of(), log.lines());
    }

    private void awaitLines(int count) {
        await().until(() -> log.lines().size() >= count);
    }

    private void assertLines() {
        List<String> lines = log.lines();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("WARN PostgreSQL is away"), lines::toString);
        assertTrue(lines.get(1).startsWith("INFO PostgreSQL is back"), lines::toString);
    }

    private static void readOnly(String value) throws SQLException {
        try (Connection superuser = database.connect("postgres");
                Statement statement = superuser.createStatement()) {
            statement.execute("alter system set default_transaction_read_only = " + value);
            statement.execute("select pg_reload_conf()");
        }
    }
}
