package io.postrider.store.deliveries;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.store.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the progress of the deliveries of several batches. New ones, which are nearly all, return no row. */
final class StandingQuery {
    private static final String SQL = """
            select g.place, d.ordinal, d.state, d.attempts, m.halted
            from unnest($1::int[], $2::uuid[], $3::int[]) as g(place, message_id, ordinal)
            join delivery d on d.message_id = g.message_id and d.ordinal = g.ordinal
            join message m on m.id = g.message_id
            where (d.state <> 1 or d.attempts > 0 or m.halted <> 0)
              and d.message_id between $4 and $5 and m.id between $4 and $5
            """;

    private final Pool pool;

    StandingQuery(Pool pool) {
        this.pool = pool;
    }

    Uni<List<Map<Integer, Standing>>> execute(List<Batch> batches) {
        return pool.preparedQuery(SQL).execute(tuple(batches)).map(rows -> answers(batches.size(), rows));
    }

    private static Tuple tuple(List<Batch> batches) {
        List<Integer> places = new ArrayList<>();
        List<UUID> messages = new ArrayList<>();
        List<Integer> ordinals = new ArrayList<>();
        for (int place = 0; place < batches.size(); place++) {
            Batch batch = batches.get(place);
            for (Recipient recipient : batch.recipients()) {
                places.add(place);
                messages.add(batch.message().id());
                ordinals.add(recipient.ordinal());
            }
        }
        return Tuple.of(
                places.toArray(Integer[]::new),
                messages.toArray(UUID[]::new),
                ordinals.toArray(Integer[]::new),
                Ids.least(messages),
                Ids.greatest(messages));
    }

    private static List<Map<Integer, Standing>> answers(int batches, RowSet<Row> rows) {
        List<Map<Integer, Standing>> answers = new ArrayList<>(batches);
        for (int i = 0; i < batches; i++) {
            answers.add(new HashMap<>());
        }
        for (Row row : rows) {
            Standing standing =
                    new Standing(State.of(row.getInteger(2)), row.getInteger(3), Halt.of(row.getInteger(4)));
            answers.get(row.getInteger(0)).put(row.getInteger(1), standing);
        }
        return answers;
    }
}
