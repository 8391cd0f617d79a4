package io.postrider.store.messages;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.store.LedgerDatabase;
import io.postrider.store.messages.MessageSearch.Query;
import io.postrider.testing.Patience;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Also in tables of which nothing is known, since a prepared statement keeps its first plans for long. */
class MessageSearchPlansTest {
    /** As the services' pool sets each connection. */
    private static final String BY_KEY =
            "set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
                    + " set plan_cache_mode = force_generic_plan";

    private static SqlConnection connection;

    @BeforeAll
    static void open() throws IOException {
        connection = LedgerDatabase.get().connection().await().atMost(Patience.LIMIT);
        connection.query(BY_KEY).execute().await().atMost(Patience.LIMIT);
    }

    @AfterAll
    static void close() {
        connection.close().await().atMost(Patience.LIMIT);
    }

    @Test
    void eachSearchReadsItsIndexAndNoOther() {
        reads(
                "delivery_hashtextextended_message_id_idx",
                new Query("ann@mail.example", "spring", "order:1", null, null, null));
        reads("message_tag_pkey", new Query(null, "spring", "order:1", null, null, null));
        reads("message_account_id_campaign_id_idx", new Query(null, "spring", null, null, null, null));
        reads("message_pkey", new Query(null, null, null, null, null, null));
    }

    private void reads(String index, Query query) {
        OffsetDateTime time = Instant.EPOCH.atOffset(ZoneOffset.UTC);
        Tuple tuple = Tuple.of(new UUID(-1, -1), new UUID(0, 0), 100, time, time, 100);
        StringBuilder plan = new StringBuilder();
        connection
                .preparedQuery("explain " + MessageSearch.sql(query, tuple))
                .execute(tuple)
                .await()
                .atMost(Patience.LIMIT)
                .forEach(row -> plan.append(row.getString(0)).append('\n'));
        // The name of a partition's index has its week.
        String looked = plan.substring(0, plan.indexOf("Nested Loop")).replaceAll("_\\d{8}", "");
        assertTrue(looked.contains(index + " "), plan::toString);
        assertFalse(plan.toString().contains("Seq Scan"), plan::toString);
    }
}
