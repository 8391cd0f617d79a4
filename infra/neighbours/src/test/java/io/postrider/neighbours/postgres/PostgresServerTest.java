package io.postrider.neighbours.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.neighbours.process.ProcessControl;
import io.postrider.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresServerTest {
    @TempDir
    static Path directory;

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.stop();
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
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (n int)");
            statement.execute("insert into kept values (42)");
        }
        server.kill();
        assertThrows(SQLException.class, () -> server.connect("postgres"));
        server.start();
        assertEquals("42", one("select max(n) from kept"));
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("drop table kept");
        }
    }

    @Test
    void aServerThatEndedByItselfIsSeenAndCanBeStoppedAndStarted() throws Exception {
        assertFalse(server.died());
        ProcessHandle postmaster = PostgresProcess.of(server.directory()).orElseThrow();
        ProcessControl.send("KILL", postmaster.pid());
        Patience.await().until(server::died);
        server.stop();
        assertFalse(server.died(), "stopped here");
        server.start();
        assertFalse(server.died());
        assertEquals("1", one("select 1"));
    }

    @Test
    void itsLogHasNoStatementAndNoValue() throws Exception {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create table seen (email text primary key)");
            statement.execute("insert into seen values ('ann@log.example')");
            assertThrows(SQLException.class, () -> statement.execute("insert into seen values ('ann@log.example')"));
            statement.execute("drop table seen");
        }
        Path log = server.directory().resolveSibling("postgres.log");
        Patience.await().until(() -> Files.readString(log).contains("seen_pkey"));
        assertFalse(Files.readString(log).contains("log.example"), "an address is in the log");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log)));
    }

    @Test
    void noWayInIsOpenWithoutAPassword() throws SQLException {
        try (Connection superuser = server.connect("postgres");
                Statement statement = superuser.createStatement();
                ResultSet rules = statement.executeQuery("select type, auth_method from pg_hba_file_rules")) {
            Set<String> types = new HashSet<>();
            while (rules.next()) {
                types.add(rules.getString(1));
                assertEquals("scram-sha-256", rules.getString(2), rules.getString(1));
            }
            // The socket's rule as well, in case a socket is enabled.
            assertEquals(Set.of("local", "host"), types);
        }
        assertEquals("", one("show unix_socket_directories"));
    }

    private static String one(String query) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
