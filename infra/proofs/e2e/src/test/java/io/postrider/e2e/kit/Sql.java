package io.postrider.e2e.kit;

import io.postrider.local.LocalSystem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks a system's database. */
public final class Sql {
    private Sql() {}

    /** The only value of the only row. */
    public static long number(LocalSystem system, String query) {
        try (Connection connection = system.database().connect();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
