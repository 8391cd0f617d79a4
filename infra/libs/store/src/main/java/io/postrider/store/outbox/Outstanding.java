package io.postrider.store.outbox;

/**
 * An unfinished delivery that no other batch or dead letter is responsible for.
 *
 * @param ordinal of the recipient
 * @param attempts number of attempts made or lost, from 0
 */
public record Outstanding(int ordinal, int attempts) {}
