package io.postrider.ingest.intake.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class IdempotencyKeyPurgeTest {
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final String INSERT = """
            insert into idempotency_key (api_key, key, body_hash, answer, created_at)
            select ?, ? || n, '\\x00', '{}', now() - ?::interval from generate_series(1, ?) n
            """;

    @Inject
    IdempotencyKeyPurge purge;

    @Test
    void keysAreDeletedWhenTheirTimeIsOverAndNotBeforeMoreThanAPageAtOnce() {
        String name = UUID.randomUUID() + "-";
        Books.change(INSERT, "main", name + "old", "25 hours", 12_000);
        Books.change(INSERT, "main", name + "young", "23 hours", 10);
        purge.purge().await().atMost(PATIENCE);
        assertEquals(0, keys("main", name + "old"));
        assertEquals(10, keys("main", name + "young"));
    }

    @Test
    void theSameKeyOfAnotherApiKeyIsKeptForItsTime() {
        String name = UUID.randomUUID() + "-";
        Books.change(INSERT, "main", name, "25 hours", 10);
        Books.change(INSERT, "sender", name, "23 hours", 10);
        purge.purge().await().atMost(PATIENCE);
        assertEquals(0, keys("main", name));
        assertEquals(10, keys("sender", name));
    }

    private static long keys(String apiKey, String name) {
        return Books.count(
                "select count(*) from idempotency_key where api_key = ? and key like ? || '%'", apiKey, name);
    }
}
