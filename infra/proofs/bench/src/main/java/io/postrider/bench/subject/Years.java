package io.postrider.bench.subject;

import io.postrider.bench.process.BenchException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Old messages, generated in the tables by PostgreSQL itself, as in a service that has run for years. */
public final class Years {
    /** Recipients of each message. */
    public static final int RECIPIENTS = 1_000;

    /** Of them, one in fifty. */
    public static final int BOUNCED = RECIPIENTS / 50;

    private static final String ID = """
            (lpad(to_hex(floor(extract(epoch from now() - interval '1 hour' - n * interval '1 minute') * 1000)::bigint), 12, '0')
             || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 5, 15))::uuid
            """;

    private static final String WEEKS =
            "select make_week((now() - interval '1 hour' - n * interval '1 minute')::date) from generate_series(0, %d + 1440, 1440) n";

    // One in twenty was refused once and is delivered at the second attempt, one in fifty bounced.
    private static final String DELIVERIES = """
            insert into delivery (message_id, ordinal, state, attempts, deferrals, code, enhanced_code, updated_at, email)
            select %s, o, case when o %% 50 = 7 then 11 else 10 end, case when o %% 20 = 3 then 2 else 1 end,
                   case when o %% 20 = 3 then 1 else 0 end, case when o %% 50 = 7 then 550 else 250 end,
                   case when o %% 50 = 7 then '5.1.1' else '2.0.0' end, now() - n * interval '1 minute',
                   'reader' || n || '.' || o || '@mail' || (o %% 10) || '.example'
            from generate_series(%d, %d) n, generate_series(0, %d) o
            """;
    private static final String EVENTS = """
            insert into delivery_event (message_id, ordinal, type, attempt, at, route, code, enhanced_code, reply)
            select %s, o, case when o %% 50 = 7 then 11 else 10 end, 1, now() - n * interval '1 minute', 'relay',
                   case when o %% 50 = 7 then 550 else 250 end, case when o %% 50 = 7 then '5.1.1' else '2.0.0' end,
                   case when o %% 50 = 7 then '5.1.1 no such user' else '2.0.0 Ok' end
            from generate_series(%d, %d) n, generate_series(0, %d) o
            """;
    private static final String MESSAGES = """
            insert into message (id, content, from_email, lane, priority, recipients, accepted_at, expires_at)
            select %s, decode(md5(n::text), 'hex'), 'news@shop.example', 2, 4, %d, now() - n * interval '1 minute',
                   now() - n * interval '1 minute' + interval '2 days'
            from generate_series(%d, %d) n
            """;
    private static final String SUPPRESSIONS = """
            insert into suppression (email, reason, origin)
            select 'gone' || n || '@mail' || (n %% 10) || '.example', 'hard_bounce', 'bench' from generate_series(0, %d - 1) n
            """;
    private static final int STEP = 200;

    private Years() {}

    /** @param messages of {@value #RECIPIENTS} recipients each, with an event for each */
    public static void write(Postrider postrider, int messages) {
        try (Connection connection = postrider.database();
                Statement sql = connection.createStatement()) {
            // An id is made of the time at which its transaction began, so that the three tables have the same one.
            sql.execute(WEEKS.formatted(messages));
            connection.setAutoCommit(false);
            for (int from = 0; from < messages; from += STEP) {
                int to = Math.min(messages, from + STEP) - 1;
                sql.execute(MESSAGES.formatted(ID, RECIPIENTS, from, to));
                sql.execute(DELIVERIES.formatted(ID, from, to, RECIPIENTS - 1));
                sql.execute(EVENTS.formatted(ID, from, to, RECIPIENTS - 1));
                connection.commit();
            }
            connection.setAutoCommit(true);
            sql.execute(SUPPRESSIONS.formatted(messages * (RECIPIENTS / 100)));
            sql.execute("vacuum analyze");
        } catch (SQLException e) {
            throw new BenchException("the rows cannot be written: " + e.getMessage(), e);
        }
    }

    /** Of one of those messages, the newest being 0. */
    public static String id(Postrider postrider, int message) {
        try (Connection connection = postrider.database();
                Statement sql = connection.createStatement();
                var rows = sql.executeQuery(
                        "select id from message where content = decode(md5('%d'), 'hex')".formatted(message))) {
            if (!rows.next()) {
                throw new BenchException("there is no message " + message);
            }
            return rows.getString(1);
        } catch (SQLException e) {
            throw new BenchException("a message cannot be found: " + e.getMessage(), e);
        }
    }
}
