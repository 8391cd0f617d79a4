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

/** What the calls about dead letters answer, as {@code openapi.yaml} of this feature describes it. */
final class DeadLetterViews {
    /** Ordinals that are shown of a batch. */
    private static final int ORDINALS = 10;

    private DeadLetterViews() {}

    /** @param nextCursor null on the last page */
    record Page(
            @JsonProperty("dead_letters") List<Listed> letters,
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

        static Listed of(StoredDeadLetter letter) {
            return new Listed(
                    letter.id(),
                    letter.replayedAt() != null ? "replayed" : letter.discardedAt() != null ? "discarded" : "waiting",
                    letter.diedAt(),
                    letter.origin(),
                    letter.kind(),
                    letter.reason(),
                    letter.deliveries(),
                    letter.message(),
                    letter.lane() == null ? null : letter.lane().word(),
                    letter.recipients(),
                    letter.replayedAt(),
                    letter.discardedAt());
        }
    }

    /**
     * @param body base64; null if it is a batch
     * @param batch null if it is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Whole(@JsonUnwrapped Listed letter, byte[] body, Envelopes batch) {}

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

    /** @param recipients that are in the new batches */
    record Replayed(UUID id, @JsonProperty("replayed_at") Instant replayedAt, int recipients) {}

    /** @param cancelled recipients that ended so */
    record Discarded(UUID id, @JsonProperty("discarded_at") Instant discardedAt, int cancelled) {}
}
