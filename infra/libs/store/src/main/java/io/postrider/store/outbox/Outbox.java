package io.postrider.store.outbox;

import io.postrider.mail.Lane;
import io.postrider.pg.Grouper;
import io.postrider.pg.Outage;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The rows of {@code outbox_batch} to be published, for one dispatcher. */
public class Outbox {
    private static final String TAKE = """
            update outbox_batch set due_at = $3
            where id in (
                select id from outbox_batch
                where lane = $1 and published_at is null and due_at <= $2
                order by due_at limit $4 for update skip locked)
            returning id, message_id, priority, recipients, body
            """;
    // A lease that ended and that another process holds now ends later than ours; a database's time is coarser than
    // Java's.
    private static final String RELEASE = """
            update outbox_batch b set due_at = now()
            from unnest($1::uuid[], $2::timestamptz[]) as g(id, due_at)
            where b.id = g.id and b.published_at is null and b.due_at > now()
              and b.due_at <= g.due_at + interval '1 millisecond'
            """;
    // When the broker had it, not when that is written: a refill goes by it, and the database may have been away
    // meanwhile.
    private static final String MARK = """
            update outbox_batch b set published_at = now() - g.milliseconds_ago * interval '1 millisecond'
            from unnest($1::uuid[], $2::bigint[]) as g(id, milliseconds_ago)
            where b.id = g.id and b.published_at is null
            """;
    // Not by due_at, which each lease moves: a batch whose publish failed waits, too. A thousand are enough: those
    // whose
    // lease ends first are among them.
    private static final String OLDEST = """
            select lane, (
                select min(waits_since) from (
                    select coalesce(b.waits_since, greatest(m.accepted_at, m.send_at)) as waits_since
                    from (select message_id, waits_since from outbox_batch b where b.lane = l.lane and published_at is null
                          order by due_at limit 1000) b
                    join message m on m.id = b.message_id) w
                where waits_since <= now())
            from unnest($1::smallint[]) as l(lane)
            """;
    // Walks the primary key, which is in the order of time; the bodies are not read.
    private static final String PURGE = """
            with page as (
                select id, message_id, published_at from outbox_batch where id > $1 order by id limit $2
            ), gone as (
                delete from outbox_batch b using page p, message m
                where b.id = p.id and m.id = p.message_id and p.published_at is not null
                  and m.expires_at < now() - interval '1 day'
            )
            select id from page order by id desc limit 1
            """;
    // Found by the index of what is due. One that a dispatcher has taken meanwhile is due at another time, and is on
    // its way.
    private static final String AT_ONCE = """
            update outbox_batch set due_at = $4
            where lane = $1 and due_at = $2 and message_id = $3 and published_at is null and due_at > $4
            """;
    private static final int PURGE_PAGE = 5_000;
    private static final UUID FIRST = new UUID(0, 0);

    // One at a time: no caller waits for a mark, and larger groups cost PostgreSQL less.
    private static final Grouper.Bounds MARKS =
            new Grouper.Bounds(1_000, 1, Integer.MAX_VALUE).spaced(Duration.ofMillis(20));
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final int MARK_RETRIES = 5;

    private final Pool pool;
    private final Duration lease;
    private final Grouper<Mark, Void> marks;

    /** @param at the {@link System#nanoTime()} at which the broker had it */
    private record Mark(UUID id, long at) {}

    /** @param dueAt when the lease ends */
    public record Lease(UUID id, Instant dueAt) {}

    /** @param lease how long a batch that was taken is left to its dispatcher, and the limit of each statement */
    public Outbox(Pool pool, Duration lease) {
        this.pool = pool;
        this.lease = lease;
        // The windows of the lanes bound the queue, so it has no other bound.
        this.marks = new Grouper<>("batches to mark", MARKS, mark -> 1, this::mark);
    }

    /** Takes up to {@code limit} due batches of a lane for the length of the lease; those due first come first. */
    public Uni<List<OutboxBatch>> take(Lane lane, int limit) {
        Instant now = Instant.now();
        Instant until = now.plus(lease);
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of((short) lane.ordinal(), utc(now), utc(until), limit))
                .ifNoItem()
                .after(lease)
                .fail()
                .map(rows -> batches(rows, lane, until));
    }

    private static List<OutboxBatch> batches(RowSet<Row> rows, Lane lane, Instant until) {
        List<OutboxBatch> batches = new ArrayList<>(rows.size());
        for (Row row : rows) {
            batches.add(new OutboxBatch(
                    row.getUUID(0),
                    row.getUUID(1),
                    lane,
                    row.getShort(2),
                    row.getInteger(3),
                    until,
                    row.getBuffer(4).getBytes()));
        }
        // UPDATE returns in no order; ids grow with the time of acceptance.
        batches.sort(Comparator.comparing(OutboxBatch::id));
        return batches;
    }

    /** Makes batches due now that this process has leased. */
    public Uni<Void> release(List<Lease> leases) {
        UUID[] ids = leases.stream().map(Lease::id).toArray(UUID[]::new);
        OffsetDateTime[] dueAts = leases.stream().map(held -> utc(held.dueAt())).toArray(OffsetDateTime[]::new);
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(ids, dueAts))
                .ifNoItem()
                .after(lease)
                .fail()
                .replaceWithVoid();
    }

    /**
     * Makes the scheduled batches of a message due now.
     *
     * @param sendAt when they are due
     */
    public static Uni<Void> dueNow(SqlConnection connection, UUID message, Lane lane, Instant sendAt, Instant now) {
        return connection
                .preparedQuery(AT_ONCE)
                .execute(Tuple.of((short) lane.ordinal(), utc(sendAt), message, utc(now)))
                .replaceWithVoid();
    }

    /** Marks a batch as published, together with others. */
    public Uni<Void> published(OutboxBatch batch) {
        return marks.add(new Mark(batch.id(), System.nanoTime()));
    }

    private Uni<List<Void>> mark(List<Mark> group) {
        List<Mark> sorted =
                group.stream().sorted(Comparator.comparing(Mark::id)).toList();
        UUID[] ids = sorted.stream().map(Mark::id).toArray(UUID[]::new);
        return Uni.createFrom()
                .deferred(() -> pool.preparedQuery(MARK).execute(Tuple.of(ids, ages(sorted))))
                .ifNoItem()
                .after(lease)
                .fail()
                .onFailure(Outage::mayPass)
                .retry()
                .withBackOff(FIRST_WAIT, lease)
                .atMost(MARK_RETRIES)
                .map(done -> Collections.nCopies(group.size(), null));
    }

    private static Long[] ages(List<Mark> marks) {
        long now = System.nanoTime();
        return marks.stream()
                .map(mark -> TimeUnit.NANOSECONDS.toMillis(now - mark.at()))
                .toArray(Long[]::new);
    }

    /** For each lane how long its oldest due batch waits since it was accepted, or was to be sent. */
    public Uni<Map<Lane, Duration>> lag() {
        Lane[] lanes = Lane.values();
        Short[] ordinals = new Short[lanes.length];
        for (Lane lane : lanes) {
            ordinals[lane.ordinal()] = (short) lane.ordinal();
        }
        return pool.preparedQuery(OLDEST).execute(Tuple.of(ordinals)).map(rows -> {
            Map<Lane, Duration> lags = new EnumMap<>(Lane.class);
            Instant now = Instant.now();
            for (Row row : rows) {
                OffsetDateTime oldest = row.getOffsetDateTime(1);
                boolean due = oldest != null && oldest.toInstant().isBefore(now);
                lags.put(lanes[row.getShort(0)], due ? Duration.between(oldest.toInstant(), now) : Duration.ZERO);
            }
            return lags;
        });
    }

    /** Deletes published batches a day after their message expired, a page at a time; until then a refill may need them. */
    public Uni<Void> purge() {
        return purgeAfter(FIRST);
    }

    private Uni<Void> purgeAfter(UUID id) {
        return pool.preparedQuery(PURGE).execute(Tuple.of(id, PURGE_PAGE)).chain(rows -> {
            if (!rows.iterator().hasNext()) {
                return Uni.createFrom().voidItem();
            }
            return purgeAfter(rows.iterator().next().getUUID(0));
        });
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
