package io.postrider.ingest.control.suppressions;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.postrider.ingest.web.Problem;
import io.postrider.store.suppressions.Suppression;
import io.postrider.store.suppressions.SuppressionRemoval;
import java.time.Instant;
import java.util.List;

/** Responses of the calls for suppressions; names as described in {@code META-INF/openapi.yaml}. */
final class SuppressionViews {
    private SuppressionViews() {}

    /**
     * An address that must not be mailed, and why.
     *
     * @param email as stored ({@link SuppressedAddress#key}); or {@code @} and a domain
     * @param reason a category of bounces, {@code complaint}, or the text supplied by a client
     * @param origin its source: {@code bounce}, {@code bounce report}, {@code feedback report}, {@code domain
     *     evidence}, {@code api} or {@code import}
     * @param createdAt when it took effect
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
     * A removed suppression.
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
     * @param added number of new entries
     * @param known number of entries already suppressed, or duplicated in the call
     * @param refused number of invalid entries
     * @param errors the first faults
     */
    record Imported(int added, int known, int refused, List<Problem.Fault> errors) {}
}
