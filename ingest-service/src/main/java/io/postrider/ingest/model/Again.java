package io.postrider.ingest.model;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Limits;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Requeues a batch's outstanding recipients in the outbox, in new batches with ids that the broker has not seen. They start at the
 * router, with the attempt after the last one on record. From then on only the new outbox row carries them.
 */
@Singleton
public class Again {
    private static final String TO_OUTBOX = """
            insert into outbox_batch (id, message_id, lane, priority, recipients, due_at, body)
            values ($1, $2, $3, $4, $5, $6, $7)
            """;
    private static final String HANDED_OVER =
            "update delivery set handed_over_in = $3 where message_id = $1 and ordinal = any($2::int[])";

    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    /** @param carried at least one, and locked */
    public Uni<Void> toOutbox(SqlConnection connection, Carried carried, Instant now) {
        List<Tuple> rows = new ArrayList<>();
        List<Tuple> deliveries = new ArrayList<>();
        carried.byNextAttempt().forEach((attempt, recipients) -> {
            Batch batch = next(carried.batch(), attempt, recipients);
            rows.add(row(batch, now));
            deliveries.add(Tuple.of(batch.message().id(), Carried.ordinals(batch), batch.id()));
        });
        return connection
                .preparedQuery(TO_OUTBOX)
                .executeBatch(rows)
                .chain(() -> connection.preparedQuery(HANDED_OVER).executeBatch(deliveries))
                .replaceWithVoid();
    }

    private Batch next(Batch before, int attempt, List<Recipient> recipients) {
        int recorded = Math.min(attempt, Short.MAX_VALUE);
        return new Batch(ids.generate(), before.message(), recorded, null, List.of(), null, recipients);
    }

    private static Tuple row(Batch batch, Instant now) {
        MessageHead head = batch.message();
        int priority = Math.max(0, Math.min(Limits.HIGHEST_PRIORITY, head.priority()));
        return Tuple.tuple()
                .addValue(batch.id())
                .addValue(head.id())
                .addValue((short) head.lane().ordinal())
                .addValue((short) priority)
                .addValue(batch.recipients().size())
                .addValue(now.atOffset(ZoneOffset.UTC))
                .addValue(Buffer.buffer(BatchCodec.encode(batch)));
    }
}
