package io.postrider.ingest.intake.accept;

import io.postrider.ingest.model.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Claims idempotency keys inside a transaction. A key that another transaction is claiming makes this one wait for its
 * commit, so that two requests with one key, in whatever replica, never both take effect.
 */
final class KeyClaim {
    // The update changes nothing of a key that is still kept; it is there since only an updated row is returned.
    private static final String SQL = """
            insert into idempotency_key as kept (api_key, key, body_hash, answer, created_at)
            select api_key, key, body_hash, answer, $5
            from unnest($1::text[], $2::text[], $3::bytea[], $4::text[]) as g(api_key, key, body_hash, answer)
            on conflict (api_key, key) do update set
                body_hash = case when kept.created_at < $6 then excluded.body_hash else kept.body_hash end,
                answer = case when kept.created_at < $6 then excluded.answer else kept.answer end,
                created_at = case when kept.created_at < $6 then excluded.created_at else kept.created_at end
            returning api_key, key, body_hash, answer
            """;

    private final Duration kept;

    /** @param kept how long a key is remembered */
    KeyClaim(Duration kept) {
        this.kept = kept;
    }

    /** What a key stands for: this request's own answer, or an earlier one. */
    record Standing(byte[] bodyHash, String answer) {
        boolean fresh(Entry entry) {
            return answer.equals(entry.submission().answer());
        }

        boolean sameBody(Entry entry) {
            return Arrays.equals(bodyHash, entry.submission().claim().bodyHash());
        }
    }

    /** @param entries no two with the same key */
    Uni<Map<IdempotencyKey, Standing>> execute(SqlConnection connection, Collection<Entry> entries) {
        // Two transactions that claim the same keys do it in the same order.
        List<Entry> sorted =
                entries.stream().sorted(Comparator.comparing(Entry::key)).toList();
        OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
        Tuple tuple = Tuple.from(List.of(
                sorted.stream().map(entry -> entry.key().apiKey()).toArray(String[]::new),
                sorted.stream().map(entry -> entry.key().value()).toArray(String[]::new),
                sorted.stream()
                        .map(entry -> Buffer.buffer(entry.submission().claim().bodyHash()))
                        .toArray(Buffer[]::new),
                sorted.stream().map(entry -> entry.submission().answer()).toArray(String[]::new),
                now,
                now.minus(kept)));
        return connection.preparedQuery(SQL).execute(tuple).map(rows -> {
            Map<IdempotencyKey, Standing> standings = new HashMap<>();
            for (Row row : rows) {
                IdempotencyKey key = new IdempotencyKey(row.getString(0), row.getString(1));
                standings.put(key, new Standing(row.getBuffer(2).getBytes(), row.getString(3)));
            }
            return standings;
        });
    }
}
