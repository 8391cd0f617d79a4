package io.postrider.ingest.control.suppressions;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.postrider.ingest.web.Problem;
import io.postrider.store.suppressions.Suppression;
import io.postrider.store.suppressions.SuppressionRemoval;
import java.time.Instant;
import java.util.List;

/** The answers about suppressions; names as {@code openapi.yaml} of this feature describes them. */
final class SuppressionViews {
    private SuppressionViews() {}

    /**
     * Who must not be mailed, and why.
     *
     * @param email as it is kept ({@link SuppressedAddress#key}); or {@code @} and a domain
     * @param reason a category of bounces, {@code complaint}, or what a client gave
     * @param origin what reported it: {@code bounce}, {@code bounce report}, {@code feedback report}, {@code domain evidence}, {@code api} or
     *     {@code import}
     * @param createdAt since when it holds
     */
    record Listed(
            String email,
            String reason,
            String origin,
            @JsonProperty("created_at") Instant createdAt) {
        static Listed of(Suppression suppression) {
            return new Listed(suppression.of(), suppression.reason(), suppression.origin(), suppression.since());
        }
    }

    /** @param nextCursor null on the last page */
    record Page(
            List<Listed> suppressions,
            @JsonProperty("next_cursor") String nextCursor) {}

    /**
     * A suppression that was taken back.
     *
     * @param removedBy the name of an API key
     */
    record Removal(
            String email,
            String reason,
            String origin,
            @JsonProperty("created_at") Instant createdAt,
            @JsonProperty("removed_at") Instant removedAt,
            @JsonProperty("removed_by") String removedBy) {
        static Removal of(SuppressionRemoval removal) {
            Suppression suppression = removal.suppression();
            return new Removal(
                    suppression.of(),
                    suppression.reason(),
                    suppression.origin(),
                    suppression.since(),
                    removal.removedAt(),
                    removal.removedBy());
        }
    }

    /** @param nextCursor null on the last page */
    record Removals(
            List<Removal> removals,
            @JsonProperty("next_cursor") String nextCursor) {}

    /**
     * @param added entries that are new
     * @param known entries that were suppressed before, or that are twice in the call
     * @param refused entries with a fault
     * @param errors the first faults
     */
    record Imported(int added, int known, int refused, List<Problem.Fault> errors) {}
}
