package io.postrider.store.suppressions;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Why an address must not be mailed.
 *
 * @param of the key of the address, or {@code @} and its domain
 * @param reason a category of bounces, {@code complaint}, or the text supplied by a client
 * @param origin its source
 * @param since when it was suppressed
 */
public record Suppression(String of, String reason, String origin, Instant since) {

    /** The text for a delivery's history; it does not contain the address. */
    public String words() {
        return "%s suppressed since %s: %s (%s)"
                .formatted(
                        of.startsWith("@") ? "the domain is" : "the address is",
                        since.truncatedTo(ChronoUnit.SECONDS),
                        reason,
                        origin);
    }
}
