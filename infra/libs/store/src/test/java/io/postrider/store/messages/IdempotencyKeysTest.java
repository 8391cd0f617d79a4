package io.postrider.store.messages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.store.LedgerDatabase;
import io.postrider.store.messages.IdempotencyKeys.Claim;
import io.postrider.testing.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdempotencyKeysTest {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final String INSERT = """
            insert into idempotency_key (api_key, key, body_hash, answer, created_at)
            select '%s', '%s' || n, '\\x00', '{}', now() - interval '%s' from generate_series(1, %d) n
            """;

    private static LedgerDatabase database;
    private static IdempotencyKeys keys;

    private final String name = UUID.randomUUID() + "-";

    @BeforeAll
    static void open() throws IOException {
        database = LedgerDatabase.get();
        keys = new IdempotencyKeys(database.pool());
    }

    @Test
    void keysAreDeletedWhenTheirTimeIsOverAndNotBeforeMoreThanAPageAtOnce() throws SQLException {
        database.sql(INSERT.formatted("main", name + "old", "25 hours", 12_000));
        database.sql(INSERT.formatted("main", name + "young", "23 hours", 10));
        purge();
        assertEquals(0, keys("main", name + "old"));
        assertEquals(10, keys("main", name + "young"));
    }

    @Test
    void theSameKeyOfAnotherApiKeyIsKeptForItsTime() throws SQLException {
        database.sql(INSERT.formatted("main", name, "25 hours", 10));
        database.sql(INSERT.formatted("sender", name, "23 hours", 10));
        purge();
        assertEquals(0, keys("main", name));
        assertEquals(10, keys("sender", name));
    }

    @Test
    void aKeyStandsForTheFirstRequestUntilItsTimeIsOver() throws SQLException {
        assertEquals("first", claimed("body", "first").answer());
        Claim second = claimed("other body", "second");
        assertEquals("first", second.answer());
        assertArrayEquals("body".getBytes(StandardCharsets.UTF_8), second.bodyHash());
        database.sql(
                "update idempotency_key set created_at = now() - interval '25 hours' where key = '%s'".formatted(name));
        assertEquals("third", claimed("body", "third").answer());
    }

    private Claim claimed(String body, String answer) {
        Claim claim = new Claim("main", name, body.getBytes(StandardCharsets.UTF_8), answer);
        return database.pool()
                .withTransaction(connection -> IdempotencyKeys.claim(connection, List.of(claim), KEPT))
                .await()
                .atMost(Patience.LIMIT)
                .get(0);
    }

    private static void purge() {
        keys.purge(KEPT).await().atMost(Patience.LIMIT);
    }

    private static long keys(String apiKey, String name) throws SQLException {
        return database.number("select count(*) from idempotency_key where api_key = '%s' and key like '%s%%'"
                .formatted(apiKey, name));
    }
}
