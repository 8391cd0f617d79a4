package io.postrider.local;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.neighbours.StartException;
import io.postrider.neighbours.postgres.PostgresProcess;
import io.postrider.neighbours.process.ProcessControl;
import io.postrider.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedDatabase.class)
class LocalDatabaseTest {
    private static LocalDatabase database;

    @BeforeAll
    static void share(LocalDatabase shared) {
        database = shared;
    }

    @ParameterizedTest
    @CsvSource({"fsync, on", "synchronous_commit, on", "full_page_writes, on", "shared_buffers, 256MB"})
    void durabilityIsNotSwitchedOff(String setting, String value) throws SQLException {
        assertEquals(value, one("show " + setting));
    }

    /** Another user of the machine could put programs into a folder that is open to all. */
    @Test
    void programsOfTheServerLieWhereOnlyTheirUserMayWrite() throws Exception {
        Path above = Path.of(System.getProperty("user.home"), ".cache", "postrider");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(above)));
        try (Stream<Path> programs = Files.walk(above.resolve("postgres"))) {
            assertTrue(programs.anyMatch(file -> file.endsWith(Path.of("bin", "postgres"))), "unpacked there");
        }
    }

    @Test
    void rowsSurviveAKill() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (n int)");
            statement.execute("insert into kept values (42)");
        }
        database.kill();
        assertThrows(SQLException.class, database::connect);
        database.start();
        assertEquals("42", one("select max(n) from kept"));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table kept");
        }
    }

    @Test
    void rowsSurviveAStop() throws SQLException {
        database.stop();
        database.start();
        assertEquals("0", one("select count(*) from message"));
    }

    @Test
    void aServerThatEndedByItselfIsSeenAndCanBeStoppedAndStarted() throws Exception {
        assertFalse(database.died());
        ProcessHandle postmaster = PostgresProcess.of(database.directory()).orElseThrow();
        ProcessControl.send("KILL", postmaster.pid());
        Patience.await().until(database::died);
        database.stop();
        assertFalse(database.died(), "stopped here");
        database.start();
        assertFalse(database.died());
        assertEquals("0", one("select count(*) from message"));
    }

    @Test
    void itsLogHasNoStatementAndNoValue() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table seen (email text primary key)");
            statement.execute("insert into seen values ('ann@log.example')");
            assertThrows(SQLException.class, () -> statement.execute("insert into seen values ('ann@log.example')"));
            statement.execute("drop table seen");
        }
        Path log = database.directory().resolveSibling("postgres.log");
        Patience.await().until(() -> Files.readString(log).contains("seen_pkey"));
        assertFalse(Files.readString(log).contains("log.example"), "an address is in the log");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log)));
    }

    @Test
    void senderMayReadContentButNotTheOutbox() throws SQLException {
        try (Connection sender = as("sender");
                Statement statement = sender.createStatement()) {
            statement.execute("select count(*) from content");
            assertThrows(SQLException.class, () -> statement.execute("select count(*) from outbox_batch"));
        }
    }

    @Test
    void everyRoleIsAskedForItsPassword() {
        List<String> roles = List.of(LocalDatabase.SUPERUSER, LocalDatabase.OWNER, "ingest", "router", "sender");
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
    void noWayInIsOpenWithoutAPassword() throws SQLException {
        try (Connection superuser = as(LocalDatabase.SUPERUSER);
                Statement statement = superuser.createStatement();
                ResultSet rules = statement.executeQuery("select type, auth_method from pg_hba_file_rules")) {
            Set<String> types = new HashSet<>();
            while (rules.next()) {
                types.add(rules.getString(1));
                assertEquals("scram-sha-256", rules.getString(2), rules.getString(1));
            }
            // The socket's rule, too, should somebody switch a socket on.
            assertEquals(Set.of("local", "host"), types);
        }
        assertEquals("", one("show unix_socket_directories", LocalDatabase.SUPERUSER));
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
