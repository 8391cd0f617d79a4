package io.postrider.ingest.model;

import io.postrider.store.messages.NewMessage;
import java.util.List;

/**
 * One validated request that cannot be refused any more.
 *
 * @param client the client, for fair queueing; null if unknown
 * @param claim the client's idempotency key with the hash of its request, or null
 * @param messages at least one
 * @param answer the answer to the client after the commit; unique, since it contains the new ids
 * @param bytes the size of the request's body, a measure of the memory that it takes
 */
public record Submission(String client, Claim claim, List<NewMessage> messages, String answer, int bytes) {

    /** @param bodyHash SHA-256 of the request's body */
    @SuppressWarnings("ArrayRecordComponent")
    public record Claim(IdempotencyKey key, byte[] bodyHash) {}

    /** The number of rows to be written. */
    public int recipients() {
        int sum = 0;
        for (NewMessage message : messages) {
            sum += message.recipients().size();
        }
        return sum;
    }
}
