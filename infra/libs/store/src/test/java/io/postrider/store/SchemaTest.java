package io.postrider.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final Pattern VERSIONED = Pattern.compile("V(\\d+)__\\w+\\.sql");

    @Test
    void theVersionIsThatOfTheNewestMigration() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            int newest = files.map(file -> file.getFileName().toString())
                    .flatMap(name -> VERSIONED.matcher(name).results())
                    .mapToInt(version -> Integer.parseInt(version.group(1)))
                    .max()
                    .orElseThrow();
            assertEquals(newest, Schema.VERSION);
        }
    }

    @Test
    void anIdempotencyKeyFromBeforeApiKeysHadTheirOwnIsOfMain() throws IOException, SQLException {
        DataSource database = LedgerDatabase.get().earlier("before_keys_of_callers", 7);
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("insert into idempotency_key values ('order-1', '\\x00', '{}', now())");
            Flyway.configure().dataSource(database).load().migrate();
            sql.execute("insert into idempotency_key (api_key, key, body_hash, answer, created_at)"
                    + " values ('sender', 'order-1', '\\x01', '[]', now())");
            try (ResultSet rows =
                    sql.executeQuery("select api_key, key, answer from idempotency_key order by created_at")) {
                assertTrue(rows.next());
                assertEquals("main", rows.getString(1));
                assertEquals("order-1", rows.getString(2));
                assertEquals("{}", rows.getString(3));
                assertTrue(rows.next());
                assertEquals("sender", rows.getString(1));
            }
        }
    }
}
