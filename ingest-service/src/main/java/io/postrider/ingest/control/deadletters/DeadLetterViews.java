package io.postrider.ingest.control.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.store.outbox.StoredDeadLetter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Responses of the calls for dead letters, as described in {@code META-INF/openapi.yaml}. */
final class DeadLetterViews {
    /** Maximum ordinals shown of a batch. */
    private static final int ORDINALS = 10;

    private DeadLetterViews() {}

    /** @param nextCursor null on the last page */
    record Page(
            @JsonProperty("dead_letters") List<Listed> deadLetters,
            @JsonProperty("next_cursor") String nextCursor) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Listed(
            UUID id,
            String state,
            @JsonProperty("died_at") Instant diedAt,
            String origin,
            String kind,
            String reason,
            int deliveries,
            UUID message,
            String lane,
            int recipients,
            @JsonProperty("replayed_at") Instant replayedAt,
            @JsonProperty("discarded_at") Instant discardedAt) {

        static Listed of(StoredDeadLetter deadLetter) {
            return new Listed(
                    deadLetter.id(),
                    deadLetter.replayedAt() != null
                            ? "replayed"
                            : deadLetter.discardedAt() != null ? "discarded" : "waiting",
                    deadLetter.diedAt(),
                    deadLetter.origin(),
                    deadLetter.kind(),
                    deadLetter.reason(),
                    deadLetter.deliveries(),
                    deadLetter.message(),
                    deadLetter.lane() == null ? null : deadLetter.lane().word(),
                    deadLetter.recipients(),
                    deadLetter.replayedAt(),
                    deadLetter.discardedAt());
        }
    }

    /**
     * @param body base64; null for a batch
     * @param batch null if the body is not a batch
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Whole(@JsonUnwrapped Listed deadLetter, byte[] body, Envelopes batch) {}

    /** @param ordinals of the first recipients */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Envelopes(
            UUID id,
            int attempt,
            String from,
            int priority,
            String site,
            List<String> routes,
            @JsonProperty("accepted_at") Instant acceptedAt,
            @JsonProperty("expires_at") Instant expiresAt,
            int recipients,
            List<Integer> ordinals) {

        static Envelopes of(Batch batch) {
            return new Envelopes(
                    batch.id(),
                    batch.attempt(),
                    batch.message().from(),
                    batch.message().priority(),
                    batch.site(),
                    batch.routes(),
                    batch.message().acceptedAt(),
                    batch.message().expiresAt(),
                    batch.recipients().size(),
                    batch.recipients().stream()
                            .limit(ORDINALS)
                            .map(Recipient::ordinal)
                            .toList());
        }
    }

    /** @param recipients number of recipients in the new batches */
    record Replayed(UUID id, @JsonProperty("replayed_at") Instant replayedAt, int recipients) {}

    /** @param cancelled number of cancelled recipients */
    record Discarded(UUID id, @JsonProperty("discarded_at") Instant discardedAt, int cancelled) {}
}
