package io.postrider.ingest.control.requeue;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.postrider.ingest.model.RecipientsToRequeue;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.UndecodableException;
import io.postrider.store.outbox.Requeue;
import io.postrider.text.OutsideText;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Goes through the batches of the outbox that were published before a given time. */
@Singleton
class RequeueRun {
    private static final Logger LOG = Logger.getLogger(RequeueRun.class);

    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
    private final Pool pool;
    private final Requeue requeue;
    private final Clock clock;

    RequeueRun(Pool pool, Requeue requeue, Clock clock) {
        this.pool = pool;
        this.requeue = requeue;
        this.clock = clock;
    }

    /**
     * @param batches number of batches checked
     * @param recipients number of recipients requeued
     * @param last batch of the page, or null if there was none
     */
    record Done(int batches, int recipients, UUID last) {}

    /**
     * Requeues a page of lost batches, in the order of their ids.
     *
     * @param after the last batch of the previous page
     * @param before a time at which the broker was down
     * @param limit maximum batches of the page
     */
    Uni<Done> page(UUID after, Instant before, int limit) {
        return requeue.published(after, before, limit)
                .chain(page -> Multi.createFrom()
                        .iterable(page)
                        .onItem()
                        .transformToUniAndConcatenate(this::refill)
                        .collect()
                        .with(Collectors.summingInt(Integer::intValue))
                        .map(recipients ->
                                new Done(page.size(), recipients, page.isEmpty() ? null : page.get(page.size() - 1))));
    }

    /** Requeues one batch and returns the number of recipients requeued. */
    private Uni<Integer> refill(UUID id) {
        return pool.withTransaction(connection -> Requeue.body(connection, id)
                .chain(body -> body.flatMap(bytes -> batch(id, bytes))
                        .map(batch -> refill(connection, id, batch))
                        .orElse(Uni.createFrom().item(0))));
    }

    /** Empty if the bytes are not a batch: one damaged row must not hold up the others. */
    private static Optional<Batch> batch(UUID id, byte[] body) {
        try {
            return Optional.of(BatchCodec.decode(body));
        } catch (UndecodableException e) {
            LOG.errorf("batch %s of the outbox cannot be read and was not requeued: %s", id, OutsideText.forLog(e));
            return Optional.empty();
        }
    }

    private Uni<Integer> refill(SqlConnection connection, UUID id, Batch batch) {
        return Requeue.lost(connection, id, batch)
                .map(lost -> RecipientsToRequeue.of(batch, lost))
                .chain(lost -> {
                    int recipients = lost.recipients().size();
                    return recipients == 0
                            ? Uni.createFrom().item(0)
                            : Requeue.toOutbox(connection, lost.nextBatches(ids::generate), clock.instant())
                                    .replaceWith(recipients);
                });
    }
}
