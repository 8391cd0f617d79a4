package io.postrider.ingest.model;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The recipients of a batch that no other batch or dead letter carries.
 *
 * @param byAttempts by the attempts on record, from 0
 */
public record Carried(Batch batch, Map<Integer, List<Recipient>> byAttempts) {
    /**
     * In SQL: whether the dead letter {@code l} carries the delivery {@code d}, which is among its ordinals. It does not if the
     * delivery is finished, has a later attempt on record, or was requeued since the dead letter was created.
     */
    public static final String BY_LETTER = """
            d.state < 10 and d.attempts <= l.attempt
            and (d.handed_over_in is null or d.handed_over_in < first_id_of(l.died_at))
            """;

    /** @param rows an ordinal of the batch and the attempts on record */
    public static Carried of(Batch batch, RowSet<Row> rows) {
        Map<Integer, Recipient> recipients = new HashMap<>();
        batch.recipients().forEach(recipient -> recipients.put(recipient.ordinal(), recipient));
        Map<Integer, List<Recipient>> byAttempts = new TreeMap<>();
        for (Row row : rows) {
            byAttempts
                    .computeIfAbsent((int) row.getShort(1), absent -> new ArrayList<>())
                    .add(recipients.get(row.getInteger(0)));
        }
        return new Carried(batch, byAttempts);
    }

    /** Of all recipients of a batch, for a query. */
    public static Integer[] ordinals(Batch batch) {
        return batch.recipients().stream().map(Recipient::ordinal).toArray(Integer[]::new);
    }

    public List<Recipient> recipients() {
        return byAttempts.values().stream().flatMap(List::stream).toList();
    }

    /** By their next attempt: a recipient refused in the batch's attempt continues with the one after it. */
    Map<Integer, List<Recipient>> byNextAttempt() {
        Map<Integer, List<Recipient>> byNext = new TreeMap<>();
        byAttempts.forEach((attempts, recipients) -> byNext.computeIfAbsent(
                        Math.max(batch.attempt(), attempts + 1), absent -> new ArrayList<>())
                .addAll(recipients));
        return byNext;
    }
}
