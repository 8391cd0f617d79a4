package io.postrider.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalDatabaseTest {
    @TempDir
    static Path directory;

    private static LocalDatabase database;

    @BeforeAll
    static void start() {
        database = LocalDatabase.start(directory);
        database.migrate();
    }

    @AfterAll
    static void stop() {
        database.stop();
    }

    @ParameterizedTest
    @CsvSource({"fsync, on", "synchronous_commit, on", "full_page_writes, on", "shared_buffers, 256MB"})
    void durabilityIsNotSwitchedOff(String setting, String value) throws SQLException {
        assertEquals(value, one("show " + setting));
    }

    @Test
    void rowsSurviveAKill() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (n int)");
            statement.execute("insert into kept values (42)");
        }
        database.kill();
        assertThrows(SQLException.class, database::connect);
        database.start();
        assertEquals("42", one("select max(n) from kept"));
    }

    @Test
    void rowsSurviveAStop() throws SQLException {
        database.stop();
        database.start();
        assertEquals("0", one("select count(*) from message"));
    }

    @Test
    void senderMayReadContentButNotTheOutbox() throws SQLException {
        try (Connection sender = DriverManager.getConnection(database.jdbcUrl(), "sender", "sender");
                Statement statement = sender.createStatement()) {
            statement.execute("select count(*) from content");
            assertThrows(SQLException.class, () -> statement.execute("select count(*) from outbox_batch"));
        }
    }

    private static String one(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
