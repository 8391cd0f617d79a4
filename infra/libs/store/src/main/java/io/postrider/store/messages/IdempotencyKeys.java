package io.postrider.store.messages;

import io.postrider.store.Account;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The statements on {@code idempotency_key}. */
@ApplicationScoped
public class IdempotencyKeys {
    // The update does not change a key that is still valid; it is needed because only updated rows are returned.
    private static final String CLAIM = """
            insert into idempotency_key as kept (account_id, api_key, key, body_hash, answer, created_at)
            select %d, api_key, key, body_hash, answer, $5
            from unnest($1::text[], $2::text[], $3::bytea[], $4::text[]) as g(api_key, key, body_hash, answer)
            on conflict (account_id, api_key, key) do update set
                body_hash = case when kept.created_at < $6 then excluded.body_hash else kept.body_hash end,
                answer = case when kept.created_at < $6 then excluded.answer else kept.answer end,
                created_at = case when kept.created_at < $6 then excluded.created_at else kept.created_at end
            returning api_key, key, body_hash, answer
            """.formatted(Account.DEFAULT);

    private static final int PAGE = 5_000;

    // Skips keys that a request is replacing at this moment.
    private static final String PURGE = """
            delete from idempotency_key where (account_id, api_key, key) in (
                select account_id, api_key, key from idempotency_key
                where created_at < $1 order by created_at limit $2 for update skip locked)
            """;

    private static final Comparator<Claim> ORDER =
            Comparator.comparing(Claim::apiKey).thenComparing(Claim::key);

    private final Pool pool;

    @Inject
    public IdempotencyKeys(Pool pool) {
        this.pool = pool;
    }

    /**
     * The answer stored for a key.
     *
     * @param apiKey the name of the API key of the request
     * @param key as supplied by the client
     * @param bodyHash SHA-256 of the request's body
     * @param answer to the request
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Claim(String apiKey, String key, byte[] bodyHash, String answer) {}

    /**
     * Claims keys inside a transaction. If another transaction is claiming the same key, this one waits for its commit,
     * so that two requests with one key never both take effect, even in different replicas.
     *
     * @param claims no two with the same key
     * @param kept how long a key is remembered
     * @return the claim stored for each key: one of these, or an earlier one that is still valid
     */
    public static Uni<List<Claim>> claim(SqlConnection connection, Collection<Claim> claims, Duration kept) {
        // Transactions claim the same keys in the same order.
        List<Claim> sorted = claims.stream().sorted(ORDER).toList();
        OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
        Tuple tuple = Tuple.from(List.of(
                sorted.stream().map(Claim::apiKey).toArray(String[]::new),
                sorted.stream().map(Claim::key).toArray(String[]::new),
                sorted.stream().map(claim -> Buffer.buffer(claim.bodyHash())).toArray(Buffer[]::new),
                sorted.stream().map(Claim::answer).toArray(String[]::new),
                now,
                now.minus(kept)));
        return connection.preparedQuery(CLAIM).execute(tuple).map(rows -> {
            List<Claim> standing = new ArrayList<>(rows.size());
            rows.forEach(row -> standing.add(new Claim(
                    row.getString(0), row.getString(1), row.getBuffer(2).getBytes(), row.getString(3))));
            return standing;
        });
    }

    /** Deletes older keys, some thousands in a transaction. */
    public Uni<Void> purge(Duration kept) {
        return pool.preparedQuery(PURGE)
                .execute(Tuple.of(Instant.now().minus(kept).atOffset(ZoneOffset.UTC), PAGE))
                .chain(rows -> rows.rowCount() < PAGE ? Uni.createFrom().voidItem() : purge(kept));
    }
}
