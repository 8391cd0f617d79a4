package io.postrider.ingest.intake.accept;

import com.fasterxml.uuid.NoArgGenerator;
import io.postrider.ingest.model.IdempotencyKey;
import io.postrider.ingest.model.Submission;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Lane;
import io.postrider.mail.Limits;
import io.postrider.mail.Recipient;
import io.postrider.store.messages.NewMessage;
import io.postrider.store.outbox.OutboxBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A submission and its rows of the outbox: one request's part of a transaction.
 *
 * @param batches of all its messages, including scheduled ones
 */
record PendingSubmission(Submission submission, List<OutboxBatch> batches) {
    private static final int WEIGHT_BYTES = 1024;

    /** @param lease how long batches that are due immediately belong to this process */
    static PendingSubmission of(Submission submission, NoArgGenerator ids, Duration lease) {
        List<OutboxBatch> batches = new ArrayList<>(submission.messages().size());
        for (NewMessage message : submission.messages()) {
            Instant dueAt =
                    message.sendAt() == null ? message.head().acceptedAt().plus(lease) : message.sendAt();
            List<Recipient> recipients = message.recipients();
            for (int from = 0; from < recipients.size(); from += Limits.BATCH_RECIPIENTS) {
                int to = Math.min(recipients.size(), from + Limits.BATCH_RECIPIENTS);
                cut(message, recipients.subList(from, to), dueAt, ids, batches);
            }
        }
        return new PendingSubmission(submission, batches);
    }

    /** Halves a batch that is too large; a single recipient always fits. */
    private static void cut(
            NewMessage message, List<Recipient> part, Instant dueAt, NoArgGenerator ids, List<OutboxBatch> batches) {
        Batch batch = Batch.submitted(ids.generate(), message.head(), part);
        byte[] body = BatchCodec.encode(batch);
        if (body.length > Limits.BATCH_BYTES && part.size() > 1) {
            int middle = part.size() / 2;
            cut(message, part.subList(0, middle), dueAt, ids, batches);
            cut(message, part.subList(middle, part.size()), dueAt, ids, batches);
            return;
        }
        batches.add(OutboxBatch.of(batch, dueAt, body));
    }

    String client() {
        return submission.client();
    }

    /** Null for a request without one. */
    IdempotencyKey key() {
        return submission.claim() == null ? null : submission.claim().key();
    }

    /** Its cost in a transaction, and in memory while it waits. */
    int weight() {
        return Math.max(submission.recipients(), submission.bytes() / WEIGHT_BYTES);
    }

    /** Whether all its messages are transactional, so that it may go ahead of other mail. */
    boolean transactional() {
        return submission.messages().stream().allMatch(message -> message.head().lane() == Lane.TRANSACTIONAL);
    }

    Accepted accepted() {
        boolean scheduled = submission.messages().stream().anyMatch(message -> message.sendAt() != null);
        return new Accepted(submission.answer(), scheduled ? dueNow() : batches, false);
    }

    private List<OutboxBatch> dueNow() {
        List<OutboxBatch> now = new ArrayList<>();
        int next = 0;
        for (NewMessage message : submission.messages()) {
            while (next < batches.size()
                    && batches.get(next).message().equals(message.head().id())) {
                if (message.sendAt() == null) {
                    now.add(batches.get(next));
                }
                next++;
            }
        }
        return now;
    }
}
