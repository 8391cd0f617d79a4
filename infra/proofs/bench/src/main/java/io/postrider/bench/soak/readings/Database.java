package io.postrider.bench.soak.readings;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** PostgreSQL's own view of its tables, indexes and connections, and the outbox. */
public final class Database implements Source, AutoCloseable {
    private static final double BYTES_PER_MB = 1e6;
    private static final List<String> ROLES = List.of("ingest", "router", "sender");

    /** All partitions of a table together. Its size is that with its TOAST, which is where long values lie; rows are those inserted and not deleted. */
    private static final String TABLES = """
            select regexp_replace(relname, '_\\d{8}$', '') as relname, sum(pg_table_size(relid)) as bytes,
                   sum(pg_indexes_size(relid)) as index_bytes, sum(n_tup_ins - n_tup_del) as rows, sum(n_dead_tup) as dead,
                   sum(n_tup_upd) as updates, sum(n_tup_hot_upd) as hot_updates,
                   sum(autovacuum_count) as vacuums, sum(autoanalyze_count) as analyzes
            from pg_stat_user_tables where relname <> 'flyway_schema_history' group by 1 order by 1
            """;

    private static final String INDEXES = """
            select regexp_replace(indexrelname, '_\\d{8}', ''), sum(pg_relation_size(indexrelid)) from pg_stat_user_indexes
            where relname <> 'flyway_schema_history' group by 1 order by 1
            """;
    private static final String OUTBOX = """
            select count(*), coalesce(extract(epoch from now() - min(due_at)), 0)
            from outbox_batch where published_at is null
            """;

    private final Connection connection;

    public Database(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void read(Map<String, Double> into) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            for (String role : ROLES) {
                into.put(
                        "connections." + role,
                        one(
                                sql,
                                "select count(*) from pg_stat_activity where pid <> pg_backend_pid() and usename = '%s'"
                                        .formatted(role)));
            }
            try (ResultSet outbox = sql.executeQuery(OUTBOX)) {
                outbox.next();
                into.put("outbox_unpublished", outbox.getDouble(1));
                into.put("outbox_oldest_s", Math.max(0, outbox.getDouble(2)));
            }
            tables(sql, into);
            try (ResultSet index = sql.executeQuery(INDEXES)) {
                while (index.next()) {
                    into.put("index_mb." + index.getString(1), index.getDouble(2) / BYTES_PER_MB);
                }
            }
        }
    }

    private static void tables(Statement sql, Map<String, Double> into) throws SQLException {
        try (ResultSet table = sql.executeQuery(TABLES)) {
            while (table.next()) {
                String name = table.getString("relname");
                into.put("table_mb." + name, table.getDouble("bytes") / BYTES_PER_MB);
                into.put("indexes_mb." + name, table.getDouble("index_bytes") / BYTES_PER_MB);
                into.put("total_mb." + name, into.get("table_mb." + name) + into.get("indexes_mb." + name));
                into.put("rows." + name, table.getDouble("rows"));
                into.put("dead." + name, table.getDouble("dead"));
                into.put("updates." + name, table.getDouble("updates"));
                into.put("hot_updates." + name, table.getDouble("hot_updates"));
                into.put("vacuums." + name, table.getDouble("vacuums"));
                into.put("analyzes." + name, table.getDouble("analyzes"));
            }
        }
    }

    private static double one(Statement sql, String query) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getDouble(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
