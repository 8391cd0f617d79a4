package io.postrider.ledger;

import io.postrider.contract.AddressKey;
import io.postrider.contract.Batch;
import io.postrider.contract.Recipient;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads which addresses of several batches must not be mailed. */
final class SuppressionQuery {
    private static final String SQL = "select email from suppression where email = any($1::text[])";

    private final Pool pool;

    SuppressionQuery(Pool pool) {
        this.pool = pool;
    }

    Uni<List<Set<String>>> execute(List<Batch> batches) {
        Set<String> asked = new HashSet<>();
        for (Batch batch : batches) {
            for (Recipient recipient : batch.recipients()) {
                asked.add(key(recipient));
                asked.add(domain(recipient));
            }
        }
        return pool.preparedQuery(SQL)
                .execute(Tuple.of(asked.toArray(String[]::new)))
                .map(rows -> {
                    Set<String> suppressed = new HashSet<>();
                    rows.forEach(row -> suppressed.add(row.getString(0)));
                    List<Set<String>> answers = new ArrayList<>(batches.size());
                    batches.forEach(batch -> answers.add(suppressed.isEmpty() ? Set.of() : among(batch, suppressed)));
                    return answers;
                });
    }

    private static Set<String> among(Batch batch, Set<String> suppressed) {
        Set<String> found = new HashSet<>();
        for (Recipient recipient : batch.recipients()) {
            if (suppressed.contains(key(recipient)) || suppressed.contains(domain(recipient))) {
                found.add(recipient.email());
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
