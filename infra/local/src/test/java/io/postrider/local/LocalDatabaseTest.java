package io.postrider.local;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.neighbours.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedDatabase.class)
class LocalDatabaseTest {
    private static LocalDatabase database;

    @BeforeAll
    static void share(LocalDatabase shared) {
        database = shared;
    }

    @Test
    void rowsSurviveAStop() throws SQLException {
        database.stop();
        database.start();
        assertEquals("0", one("select count(*) from message"));
    }

    @Test
    void senderMayReadContentButNoBatchOfTheOutbox() throws SQLException {
        try (Connection sender = as("sender");
                Statement statement = sender.createStatement()) {
            statement.execute("select count(*) from content");
            assertThrows(SQLException.class, () -> statement.execute("select body from outbox_batch"));
        }
    }

    @Test
    void everyRoleIsAskedForItsPassword() {
        List<String> roles = List.of(
                LocalDatabase.SUPERUSER, LocalDatabase.OWNER, LocalDatabase.MAINTENANCE, "ingest", "router", "sender");
        for (String role : roles) {
            for (String wrong : List.of("", role, "wrong", database.password("somebody else"))) {
                SQLException refused = assertThrows(
                        SQLException.class,
                        () -> DriverManager.getConnection(database.jdbcUrl(), role, wrong),
                        () -> "%s with the password '%s'".formatted(role, wrong));
                // 28P01: the password is wrong; 08004: the client had none to answer with.
                assertTrue(List.of("28P01", "08004").contains(refused.getSQLState()), refused.getSQLState());
            }
            assertDoesNotThrow(() -> as(role).close());
        }
    }

    @Test
    void passwordsAreStoredAsScramVerifiers() throws SQLException {
        try (Connection superuser = as(LocalDatabase.SUPERUSER);
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*) from pg_authid where rolcanlogin and rolpassword not like 'SCRAM-SHA-256$%'")) {
            rows.next();
            assertEquals(0, rows.getInt(1));
        }
    }

    @Test
    void dataFromBeforeThereWerePasswordsIsRefusedWithTheRemedy(@TempDir Path old) throws IOException {
        Files.createDirectory(old.resolve("data"));
        Files.writeString(old.resolve("data/PG_VERSION"), "17\n");
        StartException refused = assertThrows(StartException.class, () -> LocalDatabase.start(old));
        assertTrue(refused.getMessage().contains("--fresh"), refused.getMessage());
    }

    private static Connection as(String role) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), role, database.password(role));
    }

    private static String one(String query) throws SQLException {
        return one(query, LocalDatabase.OWNER);
    }

    private static String one(String query, String role) throws SQLException {
        try (Connection connection = as(role);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
