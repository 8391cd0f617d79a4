package io.postrider.store.suppressions;

import java.time.Instant;

/**
 * A removed suppression.
 *
 * @param place in the order of removals, from 1
 * @param removedBy the name of an API key
 */
public record SuppressionRemoval(long place, Suppression suppression, Instant removedAt, String removedBy) {}
