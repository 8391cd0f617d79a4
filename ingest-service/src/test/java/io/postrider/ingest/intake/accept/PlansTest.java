package io.postrider.ingest.intake.accept;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Neighbours;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** A prepared statement keeps its first plans for long, whatever becomes of its tables. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class PlansTest {
    private static final String JOINED = """
            explain select d.state from unnest((select array_agg(gen_random_uuid()) from generate_series(1, 1000))) as g(id)
            join delivery d on d.message_id = g.id and d.ordinal = 0
            """;

    @Inject
    Pool pool;

    @Test
    void aGroupOfRowsIsFoundByKeyEvenInATableOfWhichNothingIsKnown() {
        StringBuilder plan = new StringBuilder();
        pool.query(JOINED)
                .execute()
                .await()
                .atMost(Patience.LIMIT)
                .forEach(row -> plan.append(row.getString(0)).append('\n'));
        assertTrue(plan.toString().replaceAll("_\\d{8}", "").contains("delivery_pkey"), plan::toString);
        assertFalse(plan.toString().contains("Hash Join"), plan::toString);
    }
}
