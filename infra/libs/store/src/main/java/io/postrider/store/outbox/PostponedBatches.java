package io.postrider.store.outbox;

import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Recipient;
import io.postrider.pg.Grouper;
import io.postrider.pg.Outage;
import io.postrider.store.Retries;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Batches that go back into the outbox until they are due: for their next attempt, for a slot of a limit, or until a route is
 * open. Each call joins those of other batches in one statement.
 */
@ApplicationScoped
public class PostponedBatches {
    // A batch that is written for the second time, after a crash, has the same id: the row that is there carries its
    // recipients, and so may a later one.
    private static final String POSTPONE = """
            with added as (
                insert into outbox_batch (id, message_id, lane, priority, recipients, due_at, waits_since, body)
                select *
                from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::smallint[], $5::int[], $6::timestamptz[],
                            $6::timestamptz[], $7::bytea[])
                on conflict (id) do nothing
                returning id
            )
            update delivery d set handed_over_in = g.batch
            from unnest($8::uuid[], $9::uuid[], $10::int[]) as g(batch, message_id, ordinal)
            where d.message_id = g.message_id and d.ordinal = g.ordinal and d.state < 10
              and g.batch = any (array(select id from added))
            """;

    /** The batches that a sender holds bound the queue, so it has no other bound. */
    private static final Grouper.Bounds BOUNDS =
            new Grouper.Bounds(1_000, 2, Integer.MAX_VALUE).spaced(Duration.ofMillis(5));

    /** Bytes of a body that weigh as much as a recipient: a statement of the heaviest batches is 4 MiB. */
    private static final int WEIGHT_BYTES = 4 * 1024;

    private final Pool pool;
    private final Grouper<Postponed, Void> grouper;

    private record Postponed(Batch batch, OutboxBatch row) {
        private int weight() {
            return row.recipients() + row.body().length / WEIGHT_BYTES;
        }
    }

    @Inject
    public PostponedBatches(Pool pool) {
        this.pool = pool;
        this.grouper = new Grouper<>(
                "batches to postpone",
                BOUNDS,
                Postponed::weight,
                group -> Retries.whileAway(write(group), Outage::notForTheValues));
    }

    /**
     * Adds a batch to the outbox; from then on only this row carries its recipients. A batch that is there already changes
     * nothing. Waits for PostgreSQL if it is away; completes after the commit.
     *
     * @param batch with an id that follows from the one before it, see {@link Batch#retry}
     * @param dueAt when it may be published
     */
    public Uni<Void> postpone(Batch batch, Instant dueAt) {
        return grouper.add(new Postponed(batch, OutboxBatch.of(batch, dueAt, BatchCodec.encode(batch))));
    }

    private Uni<List<Void>> write(List<Postponed> group) {
        // In the order of their keys, so that two statements lock rows in the same order.
        List<Postponed> sorted = group.stream()
                .sorted(Comparator.comparing(one -> one.batch().id()))
                .toList();
        List<Object> columns = new ArrayList<>(10);
        columns.addAll(OutboxBatch.columns(sorted.stream().map(Postponed::row).toList()));
        addDeliveries(sorted, columns);
        return Uni.createFrom()
                .deferred(() -> pool.preparedQuery(POSTPONE).execute(Tuple.from(columns)))
                .map(done -> Collections.nCopies(group.size(), null));
    }

    private record Carried(UUID batch, UUID message, int ordinal) {}

    private static void addDeliveries(List<Postponed> group, List<Object> columns) {
        List<Carried> carried = new ArrayList<>();
        for (Postponed one : group) {
            for (Recipient recipient : one.batch().recipients()) {
                carried.add(new Carried(one.batch().id(), one.batch().message().id(), recipient.ordinal()));
            }
        }
        carried.sort(Comparator.comparing(Carried::message).thenComparing(Carried::ordinal));
        columns.add(carried.stream().map(Carried::batch).toArray(UUID[]::new));
        columns.add(carried.stream().map(Carried::message).toArray(UUID[]::new));
        columns.add(carried.stream().map(Carried::ordinal).toArray(Integer[]::new));
    }
}
