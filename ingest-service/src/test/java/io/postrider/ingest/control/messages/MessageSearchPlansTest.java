package io.postrider.ingest.control.messages;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.control.messages.MessageSearch.Query;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Also in tables of which nothing is known, since a prepared statement keeps its first plans for long. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class MessageSearchPlansTest {
    @Inject
    Pool pool;

    @Test
    void eachSearchReadsItsIndexAndNoOther() {
        reads("delivery_recipient", new Query("ann@mail.example", "spring", "order:1", null, null, null));
        reads("message_tag_pkey", new Query(null, "spring", "order:1", null, null, null));
        reads("message_campaign", new Query(null, "spring", null, null, null, null));
        reads("message_pkey", new Query(null, null, null, null, null, null));
    }

    private void reads(String index, Query query) {
        OffsetDateTime time = Instant.EPOCH.atOffset(ZoneOffset.UTC);
        Tuple tuple = Tuple.of(new UUID(-1, -1), new UUID(0, 0), 100, time, time, 100);
        StringBuilder plan = new StringBuilder();
        pool.preparedQuery("explain " + MessageSearch.sql(query, tuple))
                .execute(tuple)
                .await()
                .atMost(Patience.LIMIT)
                .forEach(row -> plan.append(row.getString(0)).append('\n'));
        String looked = plan.substring(0, plan.indexOf("Nested Loop"));
        assertTrue(looked.contains(index + " "), plan::toString);
        assertFalse(plan.toString().contains("Seq Scan"), plan::toString);
    }
}
