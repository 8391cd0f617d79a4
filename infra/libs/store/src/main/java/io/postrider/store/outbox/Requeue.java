package io.postrider.store.outbox;

import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Limits;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Puts outstanding recipients back into the outbox, and finds those of batches that a broker has lost. */
@ApplicationScoped
public class Requeue {
    private static final String TO_OUTBOX = """
            insert into outbox_batch (id, message_id, lane, priority, recipients, due_at, body, content_kept)
            values ($1, $2, $3, $4, $5, $6, $7, coalesce((select content_kept from message where id = $2), 0::smallint))
            """;
    private static final String HANDED_OVER =
            "update delivery set handed_over_in = $3 where message_id = $1 and ordinal = any($2::int[])";

    private static final String PAGE =
            "select id from outbox_batch where id > $1 and published_at < $2 order by id limit $3";
    private static final String BODY = "select body from outbox_batch where id = $1";

    // Timestamps do not identify recipients: a sender may finish the mails it holds long after the broker is gone,
    // and no batch carries them on then. The attempt that was lost counts: its outcome may still come, and must
    // not pass for that of the next one. The lock makes a second call at the same time see what the first did.
    private static final String LOST = """
            with dead as materialized (
                select unnest(ordinals) as ordinal, attempt, died_at from dead_letter
                where message_id = $1 and replayed_at is null and discarded_at is null
            )
            select ordinal, greatest(least(attempts, 32766) + 1, $4)::smallint as attempts from delivery d
            where message_id = $1 and ordinal = any($2::int[]) and state < 10
              and (handed_over_in is null or handed_over_in = $3)
              and not exists (select from dead l where l.ordinal = d.ordinal and %s)
            order by ordinal for update
            """.formatted(DeadLetters.CARRIES);

    private final Pool pool;

    @Inject
    public Requeue(Pool pool) {
        this.pool = pool;
    }

    /**
     * Adds new batches to the outbox. From then on only these rows are responsible for their recipients.
     *
     * @param batches at least one, with ids that the broker has not seen, of recipients that are locked
     * @param dueAt when they may be published
     */
    public static Uni<Void> toOutbox(SqlConnection connection, List<Batch> batches, Instant dueAt) {
        List<Tuple> rows = new ArrayList<>(batches.size());
        List<Tuple> deliveries = new ArrayList<>(batches.size());
        for (Batch batch : batches) {
            rows.add(row(batch, dueAt));
            deliveries.add(Tuple.of(batch.message().id(), ordinals(batch), batch.id()));
        }
        return connection
                .preparedQuery(TO_OUTBOX)
                .executeBatch(rows)
                .chain(() -> connection.preparedQuery(HANDED_OVER).executeBatch(deliveries))
                .replaceWithVoid();
    }

    private static Tuple row(Batch batch, Instant dueAt) {
        MessageHead head = batch.message();
        int priority = Math.max(0, Math.min(Limits.HIGHEST_PRIORITY, head.priority()));
        return Tuple.tuple()
                .addValue(batch.id())
                .addValue(head.id())
                .addValue((short) head.lane().ordinal())
                .addValue((short) priority)
                .addValue(batch.recipients().size())
                .addValue(dueAt.atOffset(ZoneOffset.UTC))
                .addValue(Buffer.buffer(BatchCodec.encode(batch)));
    }

    /**
     * Ids of batches in their order.
     *
     * @param after the last batch of the page before
     * @param before the moment before which they were published
     * @param limit batches of the page
     */
    public Uni<List<UUID>> published(UUID after, Instant before, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(after, before.atOffset(ZoneOffset.UTC), limit))
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>(rows.size());
                    rows.forEach(row -> ids.add(row.getUUID(0)));
                    return ids;
                });
    }

    /** The encoded batch, or empty if its row no longer exists. */
    public static Uni<Optional<byte[]>> body(SqlConnection connection, UUID batch) {
        return connection
                .preparedQuery(BODY)
                .execute(Tuple.of(batch))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getBuffer(0).getBytes()));
    }

    /**
     * Locks the recipients for which only this batch is responsible, and counts the lost attempt.
     *
     * @param id of the outbox row that held the batch
     */
    public static Uni<List<Outstanding>> lost(SqlConnection connection, UUID id, Batch batch) {
        return connection
                .preparedQuery(LOST)
                .execute(Tuple.of(batch.message().id(), ordinals(batch), id, batch.attempt()))
                .map(Requeue::outstanding);
    }

    static List<Outstanding> outstanding(RowSet<Row> rows) {
        List<Outstanding> outstanding = new ArrayList<>(rows.size());
        rows.forEach(row -> outstanding.add(new Outstanding(row.getInteger(0), row.getShort(1))));
        return outstanding;
    }

    static Integer[] ordinals(Batch batch) {
        return batch.recipients().stream().map(Recipient::ordinal).toArray(Integer[]::new);
    }
}
