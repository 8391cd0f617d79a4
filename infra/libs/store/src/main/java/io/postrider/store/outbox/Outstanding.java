package io.postrider.store.outbox;

/**
 * A delivery that is not finished and that no other batch or dead letter carries.
 *
 * @param ordinal of the recipient
 * @param attempts that are made or lost, from 0
 */
public record Outstanding(int ordinal, int attempts) {}
