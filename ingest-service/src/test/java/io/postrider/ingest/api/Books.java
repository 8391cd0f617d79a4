package io.postrider.ingest.api;

import io.postrider.local.TestNeighbours;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Looks into the tables, past the service. */
public final class Books {
    private Books() {}

    public static long count(String query, Object... values) {
        try (Connection connection = TestNeighbours.connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            set(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static int change(String statementText, Object... values) {
        try (Connection connection = TestNeighbours.connect();
                PreparedStatement statement = connection.prepareStatement(statementText)) {
            set(statement, values);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Holds a lock while something is done, and then lets go of it. */
    public static void whileLocked(String lock, Runnable done) {
        try (Connection connection = TestNeighbours.connect();
                PreparedStatement statement = connection.prepareStatement(lock)) {
            connection.setAutoCommit(false);
            statement.execute();
            done.run();
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Statements that wait for a lock now. The periodic work of the service may wait for the same one.
     *
     * @param part of the text of those that are meant
     */
    public static long waitingForALock(String part) {
        return count(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and strpos(query, ?) > 0"
                        + " and pid <> pg_backend_pid()",
                part);
    }

    /** Rows of all tables that a request writes. */
    public static long rows() {
        return count("select (select count(*) from message) + (select count(*) from delivery)"
                + " + (select count(*) from outbox_batch) + (select count(*) from content)"
                + " + (select count(*) from idempotency_key)");
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
