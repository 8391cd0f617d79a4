package io.postrider.bench.subject;

import io.postrider.bench.process.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Rows that the API wrote, in files, to be copied into tables that are made like theirs: what psql's {@code \\copy} does. */
public final class CopiedRows {
    private final Postrider postrider;
    private final Map<String, Path> files = new LinkedHashMap<>();

    /** @param recipients the newest ones are taken, with the batches that carry them */
    public CopiedRows(Postrider postrider, Path logs, int recipients) {
        this.postrider = postrider;
        files.put("delivery", logs.resolve("delivery.copy"));
        files.put("outbox_batch", logs.resolve("outbox_batch.copy"));
        write("delivery", "select * from delivery order by message_id desc, ordinal desc limit " + recipients);
        write(
                "outbox_batch",
                "select * from outbox_batch where message_id in (select distinct message_id from (select message_id"
                        + " from delivery order by message_id desc, ordinal desc limit %d) as newest)"
                                .formatted(recipients));
    }

    private void write(String table, String query) {
        try (Connection connection = postrider.database();
                OutputStream file = Files.newOutputStream(files.get(table))) {
            copier(connection).copyOut("copy (" + query + ") to stdout", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new BenchException("the rows cannot be read: " + e.getMessage(), e);
        }
    }

    /** Seconds that it takes, in one transaction. */
    public double copy() {
        try (Connection connection = postrider.database();
                Statement sql = connection.createStatement()) {
            for (String table : files.keySet()) {
                sql.execute("create table copied_%1$s (like %1$s including all)".formatted(table));
            }
            connection.setAutoCommit(false);
            long start = System.nanoTime();
            for (Map.Entry<String, Path> table : files.entrySet()) {
                try (InputStream file = Files.newInputStream(table.getValue())) {
                    copier(connection).copyIn("copy copied_" + table.getKey() + " from stdin", file);
                }
            }
            connection.commit();
            double seconds = (System.nanoTime() - start) / 1e9;
            connection.setAutoCommit(true);
            for (String table : files.keySet()) {
                sql.execute("drop table copied_" + table);
            }
            return seconds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new BenchException("the rows cannot be copied: " + e.getMessage(), e);
        }
    }

    private static CopyManager copier(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }
}
