package io.postrider.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.store.partitions.Partitions;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
        String last = "select to_char(date_trunc('week', now() at time zone 'UTC') + interval '28 days', 'YYYYMMDD')::int";
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
                () -> database.sql("insert into delivery (message_id, ordinal, updated_at, email) values ('%s', 0, now(), 'a@b.example')"
                        .formatted(old)));
        assertTrue(refused.getMessage().contains("no partition"), refused::getMessage);
    }

    /** As the pool's connections do it. */
    @Test
    void aStatementWithAnIdReadsOnePartition() {
        SqlConnection connection = of(database.connection());
        of(connection
                .query("set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
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
        assertEquals(1, plan.toString().split("_message_id_ordinal|delivery_\\d{8}_pkey", -1).length - 1, plan::toString);
        assertFalse(plan.toString().contains("Seq Scan"), plan::toString);
    }
}
