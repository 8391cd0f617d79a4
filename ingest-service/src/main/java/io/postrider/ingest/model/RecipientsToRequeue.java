package io.postrider.ingest.model;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.store.outbox.Outstanding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The recipients of a batch that no other batch or dead letter is responsible for.
 *
 * @param byAttempts recipients by the number of attempts on record, from 0
 */
public record RecipientsToRequeue(Batch batch, Map<Integer, List<Recipient>> byAttempts) {

    /** @param outstanding deliveries of the batch */
    public static RecipientsToRequeue of(Batch batch, List<Outstanding> outstanding) {
        Map<Integer, Recipient> recipients = new HashMap<>();
        batch.recipients().forEach(recipient -> recipients.put(recipient.ordinal(), recipient));
        Map<Integer, List<Recipient>> byAttempts = new TreeMap<>();
        for (Outstanding delivery : outstanding) {
            byAttempts
                    .computeIfAbsent(delivery.attempts(), absent -> new ArrayList<>())
                    .add(recipients.get(delivery.ordinal()));
        }
        return new RecipientsToRequeue(batch, byAttempts);
    }

    public List<Recipient> recipients() {
        return byAttempts.values().stream().flatMap(List::stream).toList();
    }

    /**
     * The new batches for these recipients. They start at the router, with the attempt after the last one on record; a
     * recipient refused in the batch's attempt continues with the one after it.
     *
     * @param ids creates ids that the broker has not seen
     */
    public List<Batch> nextBatches(Supplier<UUID> ids) {
        Map<Integer, List<Recipient>> byNext = new TreeMap<>();
        byAttempts.forEach((attempts, recipients) -> byNext.computeIfAbsent(
                        Math.max(batch.attempt(), attempts + 1), absent -> new ArrayList<>())
                .addAll(recipients));
        List<Batch> next = new ArrayList<>(byNext.size());
        byNext.forEach((attempt, recipients) -> next.add(new Batch(
                ids.get(), batch.message(), Math.min(attempt, Short.MAX_VALUE), null, List.of(), null, recipients)));
        return next;
    }
}
