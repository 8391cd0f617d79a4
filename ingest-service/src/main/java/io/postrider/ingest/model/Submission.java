package io.postrider.ingest.model;

import io.postrider.store.messages.NewMessage;
import java.util.List;

/**
 * One request, read and checked whole: nothing in it can be refused any more.
 *
 * @param client whose request it is, for what waits; null if that is not known
 * @param claim the client's key against repetition with what it stands for, or null
 * @param messages at least one
 * @param answer what the client is answered after the commit; unlike any other's, since it holds the new ids
 * @param bytes the size of the request's body, a measure of the memory that it takes
 */
public record Submission(String client, Claim claim, List<NewMessage> messages, String answer, int bytes) {

    /** @param bodyHash SHA-256 of the request's body */
    @SuppressWarnings("ArrayRecordComponent")
    public record Claim(IdempotencyKey key, byte[] bodyHash) {}

    /** The number of rows it becomes. */
    public int recipients() {
        int sum = 0;
        for (NewMessage message : messages) {
            sum += message.recipients().size();
        }
        return sum;
    }
}
