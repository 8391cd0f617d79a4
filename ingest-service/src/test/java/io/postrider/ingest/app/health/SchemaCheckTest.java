package io.postrider.ingest.app.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.store.Schema;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

/** A pod is not started before the schema is the one that it needs, wherever it is created; a newer one is also accepted. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class SchemaCheckTest {
    private static final String NEWEST = Integer.toString(Schema.VERSION);

    @Inject
    Pool pool;

    @Test
    void anOlderSchemaIsWaitedFor() {
        SchemaCheck check = new SchemaCheck(pool);
        Books.change("update flyway_schema_history set success = false where version = ?", NEWEST);
        try {
            HealthCheckResponse older = ask(check);
            assertEquals(Status.DOWN, older.getStatus());
            assertEquals(
                    (long) Schema.VERSION - 1, older.getData().orElseThrow().get("version"));
            assertEquals((long) Schema.VERSION, older.getData().orElseThrow().get("needed"));
        } finally {
            Books.change("update flyway_schema_history set success = true where version = ?", NEWEST);
        }
        assertEquals(Status.UP, ask(check).getStatus(), "asked again until it is there");
    }

    @Test
    void aNewerSchemaDoes() {
        Books.change("update flyway_schema_history set version = '9999' where version = ?", NEWEST);
        try {
            assertEquals(Status.UP, ask(new SchemaCheck(pool)).getStatus());
        } finally {
            Books.change("update flyway_schema_history set version = ? where version = '9999'", NEWEST);
        }
    }

    private static HealthCheckResponse ask(SchemaCheck check) {
        return check.call().await().atMost(Patience.LIMIT);
    }
}
