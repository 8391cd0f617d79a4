package io.postrider.ingest.control.requeue;

import io.postrider.ingest.model.Again;
import io.postrider.ingest.model.Carried;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.UndecodableException;
import io.postrider.text.OutsideText;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Goes through the batches of the outbox that were published before a moment. */
@Singleton
class Refill {
    private static final Logger LOG = Logger.getLogger(Refill.class);
    private static final String PAGE =
            "select id from outbox_batch where id > $1 and published_at < $2 order by id limit $3";
    private static final String BODY = "select body from outbox_batch where id = $1";

    // Timestamps do not identify recipients: a sender may finish the mails it holds long after the broker is gone,
    // and no batch carries them on then. The attempt that was lost counts: its outcome may still come, and must
    // not pass for that of the next one. The lock makes a second call at the same time see what the first did.
    private static final String LOST = """
            with letter as materialized (
                select unnest(ordinals) as ordinal, attempt, died_at from dead_letter
                where message_id = $1 and replayed_at is null and discarded_at is null
            )
            select ordinal, greatest(least(attempts, 32766) + 1, $4)::smallint as attempts from delivery d
            where message_id = $1 and ordinal = any($2::int[]) and state < 10
              and (handed_over_in is null or handed_over_in = $3)
              and not exists (select from letter l where l.ordinal = d.ordinal and %s)
            order by ordinal for update
            """.formatted(Carried.BY_LETTER);

    private final Pool pool;
    private final Again again;
    private final Clock clock;

    Refill(Pool pool, Again again, Clock clock) {
        this.pool = pool;
        this.again = again;
        this.clock = clock;
    }

    /**
     * @param batches looked through
     * @param recipients requeued
     * @param last batch of the page, or null if there was none
     */
    record Done(int batches, int recipients, UUID last) {}

    /**
     * Requeues a page of what was lost, in the order of the batches' ids.
     *
     * @param after the last batch of the page before
     * @param before a moment at which the broker was gone
     * @param limit batches of the page
     */
    Uni<Done> page(UUID after, Instant before, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(after, utc(before), limit))
                .map(Refill::ids)
                .chain(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(this::refill)
                        .collect()
                        .with(Collectors.summingInt(Integer::intValue))
                        .map(recipients ->
                                new Done(ids.size(), recipients, ids.isEmpty() ? null : ids.get(ids.size() - 1))));
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getUUID(0))
                .toList();
    }

    /** How many recipients of one batch are requeued. */
    private Uni<Integer> refill(UUID id) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(BODY)
                .execute(Tuple.of(id))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().item(0);
                    }
                    byte[] body = rows.iterator().next().getBuffer(0).getBytes();
                    return batch(id, body)
                            .map(batch -> refill(connection, id, batch))
                            .orElse(Uni.createFrom().item(0));
                }));
    }

    /** Empty if the bytes are no batch: one damaged row must not keep back the others. */
    private static Optional<Batch> batch(UUID id, byte[] body) {
        try {
            return Optional.of(BatchCodec.decode(body));
        } catch (UndecodableException e) {
            LOG.errorf(
                    "batch %s of the outbox cannot be read and is not handed over again: %s",
                    id, OutsideText.forLog(e));
            return Optional.empty();
        }
    }

    private Uni<Integer> refill(SqlConnection connection, UUID id, Batch batch) {
        Tuple tuple = Tuple.of(batch.message().id(), Carried.ordinals(batch), id, batch.attempt());
        return connection
                .preparedQuery(LOST)
                .execute(tuple)
                .map(rows -> Carried.of(batch, rows))
                .chain(lost -> {
                    int recipients = lost.recipients().size();
                    return recipients == 0
                            ? Uni.createFrom().item(0)
                            : again.toOutbox(connection, lost, clock.instant()).replaceWith(recipients);
                });
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
