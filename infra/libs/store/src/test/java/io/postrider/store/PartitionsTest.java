package io.postrider.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.store.partitions.Partitions;
import io.postrider.store.partitions.Retention;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    private static LedgerDatabase database;

    @BeforeAll
    static void start() throws Exception {
        database = LedgerDatabase.get();
    }

    private static <T> T of(Uni<T> uni) {
        return uni.await().atMost(Patience.LIMIT);
    }

    @Test
    void thereAreFourWeeksAheadAndAMissingOneIsMade() throws Exception {
        assertEquals(Partitions.AHEAD, of(Partitions.weeksAhead(database.pool())));
        assertEquals(0, of(Partitions.make(database.pool())));
        String last =
                "select to_char(date_trunc('week', now() at time zone 'UTC') + interval '28 days', 'YYYYMMDD')::int";
        database.sql("drop table message_tally_" + database.number(last));
        assertEquals(Partitions.AHEAD - 1, of(Partitions.weeksAhead(database.pool())));
        assertEquals(1, of(Partitions.make(database.pool())));
        assertEquals(Partitions.AHEAD, of(Partitions.weeksAhead(database.pool())));
    }

    @Test
    void anIdThatFitsInNoPartitionIsRefused() {
        UUID old = Ids.madeAt(Instant.now().minus(Duration.ofDays(400)));
        SQLException refused = assertThrows(
                SQLException.class,
                () -> database.sql(
                        "insert into delivery (message_id, ordinal, updated_at, email) values ('%s', 0, now(), 'a@b.example')"
                                .formatted(old)));
        assertTrue(refused.getMessage().contains("no partition"), refused::getMessage);
    }

    @Test
    void closedWeeksAreDroppedWhenTheyAreOldAndTheirOutboxAtOnce() throws Exception {
        Instant now = Instant.now();
        LocalDate old = monday(now.minus(Duration.ofDays(200)));
        LocalDate recent = monday(now.minus(Duration.ofDays(50)));
        LocalDate open = monday(now.minus(Duration.ofDays(250)));
        for (LocalDate day : List.of(old, recent, open)) {
            database.sql("select make_week('%s')".formatted(day));
        }
        for (LocalDate day : List.of(old, recent)) {
            database.sql("insert into closed_week (first_day, recipients) values ('%s', 0)".formatted(day));
        }
        // As a process would leave it that ended between the two steps.
        database.sql("alter table delivery detach partition delivery_" + suffix(old));
        SqlConnection connection = of(database.connection());
        List<String> dropped = of(Retention.dropWeeks(connection, Duration.ofDays(90), now));
        of(connection.close());
        assertEquals(
                Set.of(
                        "message_" + suffix(old),
                        "message_tag_" + suffix(old),
                        "message_tally_" + suffix(old),
                        "delivery_" + suffix(old),
                        "delivery_event_" + suffix(old),
                        "outbox_batch_" + suffix(old),
                        "outbox_batch_" + suffix(recent)),
                Set.copyOf(dropped));
        assertEquals(0, tables(old));
        assertEquals(5, tables(recent));
        assertEquals(6, tables(open), "something of it may be in flight");
        for (LocalDate day : List.of(recent, open)) {
            database.sql("insert into closed_week (first_day, recipients) values ('%s', 0) on conflict do nothing"
                    .formatted(day));
        }
        SqlConnection again = of(database.connection());
        assertEquals(11, of(Retention.dropWeeks(again, Duration.ofDays(7), now)).size());
        of(again.close());
        database.sql("delete from closed_week where first_day in ('%s', '%s', '%s')".formatted(old, recent, open));
    }

    private static LocalDate monday(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate().with(DayOfWeek.MONDAY);
    }

    private static String suffix(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private static long tables(LocalDate day) throws SQLException {
        return database.number(
                "select count(*) from pg_class where relkind = 'r' and relname like '%" + suffix(day) + "'");
    }

    @Test
    void contentThatNothingUsesIsDeletedUnlessAWeekFromThenIsOpen() throws Exception {
        Instant now = Instant.now();
        for (int age : List.of(400, 100, 3)) {
            database.sql(
                    "insert into content (claim_check, used_at, body) values ('\\xaa%04d', now() - interval '%d days', '')"
                            .formatted(age, age));
        }
        LocalDate open = monday(now.minus(Duration.ofDays(150)));
        database.sql("select make_week('%s')".formatted(open));
        of(Retention.deleteContents(database.pool(), Duration.ofDays(30), now));
        String left = "select count(*) from content where claim_check = '\\xaa%04d'";
        assertEquals(0, database.number(left.formatted(400)));
        assertEquals(1, database.number(left.formatted(100)), "a mail of the open week may have it");
        database.sql("drop table message_" + suffix(open));
        of(Retention.deleteContents(database.pool(), Duration.ofDays(30), now));
        assertEquals(0, database.number(left.formatted(100)));
        assertEquals(1, database.number(left.formatted(3)));
        for (String table : List.of("message_tag", "message_tally", "delivery", "delivery_event", "outbox_batch")) {
            database.sql("drop table %s_%s".formatted(table, suffix(open)));
        }
    }

    /** As the pool's connections do it. */
    @Test
    void aStatementWithAnIdReadsOnePartition() {
        SqlConnection connection = of(database.connection());
        of(connection
                .query(
                        "set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
                                + " set plan_cache_mode = force_generic_plan")
                .execute());
        UUID id = Ids.madeAt(Instant.now());
        of(connection
                .query("prepare standing (uuid, uuid) as select d.state from unnest(array[$1]) g(id)"
                        + " join delivery d on d.message_id = g.id where d.message_id between $1 and $2")
                .execute());
        StringBuilder plan = new StringBuilder();
        of(connection
                        .query("explain execute standing ('%s', '%s')".formatted(id, id))
                        .execute())
                .forEach(row -> plan.append(row.getString(0)).append('\n'));
        of(connection.close());
        assertTrue(plan.toString().contains("Subplans Removed: "), plan::toString);
        assertEquals(
                1, plan.toString().split("_message_id_ordinal|delivery_\\d{8}_pkey", -1).length - 1, plan::toString);
        assertFalse(plan.toString().contains("Seq Scan"), plan::toString);
    }
}
