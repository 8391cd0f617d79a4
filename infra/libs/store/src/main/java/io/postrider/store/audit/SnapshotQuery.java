package io.postrider.store.audit;

import io.postrider.store.deliveries.State;
import io.postrider.store.outbox.DeadLetters;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * Reads a {@link Snapshot} in one read-only transaction that sees one moment. It reads all deliveries once, in the
 * order of their key.
 */
@ApplicationScoped
public class SnapshotQuery {
    // The first statement of the transaction, so that all later ones see the same snapshot.
    private static final String ONE_MOMENT = "set transaction isolation level repeatable read, read only";
    // It counts whole tables, which the other statements on these connections never do (DatabasePool).
    private static final String IN_TIME = """
            set local statement_timeout = %d;
            set local enable_seqscan = on; set local enable_hashjoin = on; set local enable_mergejoin = on
            """;

    // A page at a time, so that no statement takes longer than the idle timeout of a connection (DatabasePool). Final
    // deliveries are counted by state, those in flight also by message, each of which is looked up once.
    private static final String DELIVERIES = """
            with page as materialized (
                select message_id, ordinal, state from delivery
                where (message_id, ordinal) > ($1, $2) order by message_id, ordinal limit %d
            ), last as (
                select message_id, ordinal from page order by message_id desc, ordinal desc limit 1
            ), counted as (
                select state, case when state < 10 then message_id end as message_id, count(*) as deliveries
                from page group by 1, 2
            )
            select state, sum(deliveries)::bigint,
                   coalesce(sum(deliveries) filter (where
                       (select m.expires_at from message m where m.id = counted.message_id)
                       < now() - interval '%d seconds'), 0)::bigint,
                   (select message_id from last), (select ordinal from last)
            from counted group by state
            """;
    private static final String OTHERS = """
            select now(),
                   (select coalesce(sum(recipients), 0) from message)::bigint,
                   (select coalesce(sum(recipients), 0) from outbox_batch where published_at is null)::bigint,
                   not exists (
                        select from (select published_at from outbox_batch order by id desc limit 1000) as newest
                        where published_at > now() - interval '5 seconds')
            """;

    /** Expired recipients become final when they are next processed, possibly some minutes later. */
    private static final Duration TOLERATED = Duration.ofMinutes(10);

    /** Deliveries of a page. */
    private static final int PAGE = 100_000;

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Pool pool;

    @Inject
    public SnapshotQuery(Pool pool) {
        this.pool = pool;
    }

    /**
     * Fails with a {@link TimeoutException} or the driver's exception.
     *
     * @param timeout of the statements
     */
    public Uni<Snapshot> execute(Duration timeout) {
        Tally tally = new Tally(System.nanoTime() + timeout.toNanos());
        return pool.withTransaction(connection -> prepared(connection, timeout)
                .chain(() -> count(connection, tally, BEFORE_ALL, -1))
                .chain(() -> DeadLetters.allOutstanding(connection))
                .chain(dead -> connection
                        .query(OTHERS)
                        .execute()
                        .map(others -> tally.snapshot(others.iterator().next(), dead))));
    }

    private static Uni<Void> count(SqlConnection connection, Tally tally, UUID message, int ordinal) {
        return connection
                .preparedQuery(DELIVERIES.formatted(PAGE, TOLERATED.toSeconds()))
                .execute(Tuple.of(message, ordinal))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().voidItem();
                    }
                    if (tally.late()) {
                        return Uni.createFrom().failure(new TimeoutException("reading the deliveries took too long"));
                    }
                    rows.forEach(tally::add);
                    Row any = rows.iterator().next();
                    return count(connection, tally, any.getUUID(3), any.getInteger(4));
                });
    }

    private static Uni<RowSet<Row>> prepared(SqlConnection connection, Duration timeout) {
        return connection
                .query(ONE_MOMENT)
                .execute()
                .chain(() ->
                        connection.query(IN_TIME.formatted(timeout.toMillis())).execute());
    }

    /** The sums of the pages. */
    private static final class Tally {
        private final Map<State, Long> counts = new EnumMap<>(State.class);
        private final long deadline;
        private long overdue;

        Tally(long deadline) {
            this.deadline = deadline;
            for (State state : State.values()) {
                counts.put(state, 0L);
            }
        }

        boolean late() {
            return System.nanoTime() > deadline;
        }

        void add(Row row) {
            counts.merge(State.of(row.getShort(0)), row.getLong(1), Long::sum);
            overdue += row.getLong(2);
        }

        Snapshot snapshot(Row others, long dead) {
            return new Snapshot(
                    others.getOffsetDateTime(0).toInstant(),
                    others.getLong(1),
                    counts,
                    overdue,
                    others.getLong(2),
                    dead,
                    others.getBoolean(3));
        }
    }
}
