package io.postrider.ingest.intake.accept;

import io.postrider.ingest.model.IdempotencyKey;
import io.postrider.ingest.web.Problem;
import io.postrider.store.messages.IdempotencyKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Claims idempotency keys inside a transaction. If another transaction is claiming the same key, this one waits for its
 * commit, so that two requests with one key never both take effect, even in different replicas.
 */
final class IdempotencyClaim {
    private final Duration kept;

    /** @param kept how long a key is remembered */
    IdempotencyClaim(Duration kept) {
        this.kept = kept;
    }

    /** The answer stored for a key: this request's, or an earlier one. */
    record Standing(byte[] bodyHash, String answer) {
        boolean fresh(PendingSubmission entry) {
            return answer.equals(entry.submission().answer());
        }

        boolean sameBody(PendingSubmission entry) {
            return Arrays.equals(bodyHash, entry.submission().claim().bodyHash());
        }
    }

    /** @param entries no two with the same key */
    Uni<Map<IdempotencyKey, Standing>> execute(SqlConnection connection, Collection<PendingSubmission> entries) {
        return IdempotencyKeys.claim(
                        connection,
                        entries.stream().map(IdempotencyClaim::claim).toList(),
                        kept)
                .map(claims -> {
                    Map<IdempotencyKey, Standing> standings = new HashMap<>();
                    for (IdempotencyKeys.Claim claim : claims) {
                        IdempotencyKey key = new IdempotencyKey(claim.apiKey(), claim.key());
                        standings.put(key, new Standing(claim.bodyHash(), claim.answer()));
                    }
                    return standings;
                });
    }

    private static IdempotencyKeys.Claim claim(PendingSubmission entry) {
        return new IdempotencyKeys.Claim(
                entry.key().apiKey(),
                entry.key().value(),
                entry.submission().claim().bodyHash(),
                entry.submission().answer());
    }

    static Problem keyReused() {
        return Problem.of(
                422,
                "idempotency-key-reused",
                "The Idempotency-Key was used with a different body",
                "Use a new key for a new request, or repeat the original body byte for byte.");
    }
}
