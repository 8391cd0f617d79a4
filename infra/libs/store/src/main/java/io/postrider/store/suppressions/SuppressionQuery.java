package io.postrider.store.suppressions;

import io.postrider.mail.AddressKey;
import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the suppressions that apply to the addresses of several batches. */
public final class SuppressionQuery {
    private final Pool pool;

    public SuppressionQuery(Pool pool) {
        this.pool = pool;
    }

    /** For each batch, the suppressions that apply, by address as written in the batch. */
    public Uni<List<Map<String, Suppression>>> execute(List<Batch> batches) {
        Set<String> asked = new HashSet<>();
        for (Batch batch : batches) {
            for (Recipient recipient : batch.recipients()) {
                asked.add(key(recipient));
                asked.add(domain(recipient));
            }
        }
        return pool.preparedQuery(SuppressionList.HOLDING)
                .execute(Tuple.of(asked.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Suppression> suppressed = new HashMap<>();
                    rows.forEach(row -> suppressed.put(row.getString(0), SuppressionList.suppression(row, 0)));
                    List<Map<String, Suppression>> answers = new ArrayList<>(batches.size());
                    batches.forEach(batch -> answers.add(suppressed.isEmpty() ? Map.of() : among(batch, suppressed)));
                    return answers;
                });
    }

    private static Map<String, Suppression> among(Batch batch, Map<String, Suppression> suppressed) {
        Map<String, Suppression> found = new HashMap<>();
        for (Recipient recipient : batch.recipients()) {
            Suppression own = suppressed.get(key(recipient));
            Suppression holding = own == null ? suppressed.get(domain(recipient)) : own;
            if (holding != null) {
                found.put(recipient.email(), holding);
            }
        }
        return found;
    }

    private static String domain(Recipient recipient) {
        return "@" + AddressKey.lowerCase(recipient.domain());
    }

    private static String key(Recipient recipient) {
        return AddressKey.of(recipient.email());
    }
}
