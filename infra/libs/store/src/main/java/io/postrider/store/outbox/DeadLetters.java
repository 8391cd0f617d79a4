package io.postrider.store.outbox;

import io.postrider.mail.Batch;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
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

/** The statements on {@code dead_letter}. */
@ApplicationScoped
public class DeadLetters {
    /**
     * Whether the dead letter {@code l} is responsible for the delivery {@code d}, which is among its ordinals. It is
     * not if the delivery is finished, has a later attempt on record, or was requeued since the dead letter was
     * created.
     */
    static final String CARRIES = """
            d.state < 10 and d.attempts <= l.attempt
            and (d.handed_over_in is null or d.handed_over_in < first_id_of(l.died_at))
            """;

    private static final String WAITING = "replayed_at is null and discarded_at is null";
    private static final String KEEP = """
            with kept as (
                insert into dead_letter (id, died_at, origin, kind, reason, deliveries, message_id, lane, attempt, ordinals, body)
                select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
                where (select count(*) from dead_letter where %s) < $12
                on conflict (id) do nothing
                returning id
            )
            select exists (select from kept), exists (select from dead_letter where id = $1)
            """.formatted(WAITING);
    private static final String COUNT = "select count(*) from dead_letter where " + WAITING;
    private static final String PAGE = """
            select %s from dead_letter
            where place < $1 and ($2::text is null or $2 = case
                when replayed_at is not null then 'replayed' when discarded_at is not null then 'discarded' else 'waiting' end)
            order by place desc limit $3
            """.formatted(StoredDeadLetter.COLUMNS);
    private static final String FIND =
            "select %s, body from dead_letter where id = $1".formatted(StoredDeadLetter.COLUMNS);
    private static final String LOCK = FIND + " for update";
    private static final String OUTSTANDING = """
            select d.ordinal, d.attempts from dead_letter l
            join delivery d on d.message_id = l.message_id and d.ordinal = any(l.ordinals)
            where l.id = $1 and %s
            order by d.ordinal for update of d
            """.formatted(CARRIES);
    private static final String ALL_OUTSTANDING = """
            select count(*) from (
                select distinct d.message_id, d.ordinal
                from dead_letter l cross join unnest(l.ordinals) as carried(ordinal)
                join delivery d on d.message_id = l.message_id and d.ordinal = carried.ordinal
                where l.replayed_at is null and l.discarded_at is null
                  and %s) as dead
            """.formatted(CARRIES);
    private static final String REPLAYED = "update dead_letter set replayed_at = $2 where id = $1";
    private static final String DISCARDED = "update dead_letter set discarded_at = $2 where id = $1";
    private static final String PURGE = """
            delete from dead_letter where place in (
                select place from dead_letter where not (%s) order by place desc offset $1)
            """.formatted(WAITING);

    private final Pool pool;

    @Inject
    public DeadLetters(Pool pool) {
        this.pool = pool;
    }

    /** A dead letter as received from the broker. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Arrived(
            UUID id, Instant at, String origin, String kind, String reason, int deliveries, byte[] body) {}

    /** Whether a dead letter is stored. */
    public enum Kept {
        NOW,
        BEFORE,
        NO_ROOM
    }

    /** @param most maximum dead letters waiting for a decision */
    public Uni<Kept> keep(Arrived deadLetter, int most) {
        Optional<Batch> batch = StoredDeadLetter.batch(deadLetter.body());
        Tuple tuple = Tuple.tuple()
                .addValue(deadLetter.id())
                .addValue(deadLetter.at().atOffset(ZoneOffset.UTC))
                .addValue(text(deadLetter.origin()))
                .addValue(deadLetter.kind())
                .addValue(text(deadLetter.reason()))
                .addValue(deadLetter.deliveries())
                .addValue(batch.map(of -> of.message().id()).orElse(null))
                .addValue(batch.map(of -> (short) of.message().lane().ordinal()).orElse(null))
                .addValue(batch.map(of -> (short) Math.min(of.attempt(), Short.MAX_VALUE))
                        .orElse(null))
                .addValue(batch.map(Requeue::ordinals).orElse(null))
                .addValue(Buffer.buffer(deadLetter.body()))
                .addValue(most);
        return pool.preparedQuery(KEEP)
                .execute(tuple)
                .map(rows -> kept(rows.iterator().next()));
    }

    private static Kept kept(Row row) {
        return row.getBoolean(0) ? Kept.NOW : row.getBoolean(1) ? Kept.BEFORE : Kept.NO_ROOM;
    }

    /** PostgreSQL's text can hold every character except NUL. */
    private static String text(String text) {
        return text.replace('\0', ' ');
    }

    /** The number of dead letters waiting for a decision. */
    public Uni<Long> waiting() {
        return pool.query(COUNT).execute().map(rows -> rows.iterator().next().getLong(0));
    }

    /**
     * The newest first.
     *
     * @param before the position of the last one on the previous page
     * @param state waiting, replayed, discarded, or null for all
     */
    public Uni<List<StoredDeadLetter>> page(long before, String state, int limit) {
        return pool.preparedQuery(PAGE).execute(Tuple.of(before, state, limit)).map(rows -> {
            List<StoredDeadLetter> found = new ArrayList<>(rows.size());
            rows.forEach(row -> found.add(StoredDeadLetter.of(row)));
            return found;
        });
    }

    public Uni<Optional<StoredDeadLetter.Whole>> find(UUID id) {
        return pool.preparedQuery(FIND).execute(Tuple.of(id)).map(DeadLetters::whole);
    }

    /** As {@link #find}, locked until the transaction ends. */
    public static Uni<Optional<StoredDeadLetter.Whole>> lock(SqlConnection connection, UUID id) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(id)).map(DeadLetters::whole);
    }

    private static Optional<StoredDeadLetter.Whole> whole(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        return Optional.of(new StoredDeadLetter.Whole(
                StoredDeadLetter.of(row), row.getBuffer("body").getBytes()));
    }

    /** The deliveries for which the dead letter is still responsible, locked until the transaction ends. */
    public static Uni<List<Outstanding>> outstanding(SqlConnection connection, UUID id) {
        return connection.preparedQuery(OUTSTANDING).execute(Tuple.of(id)).map(Requeue::outstanding);
    }

    /** The number of deliveries for which waiting dead letters are responsible. */
    public static Uni<Long> allOutstanding(SqlClient client) {
        return client.query(ALL_OUTSTANDING)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    public static Uni<Void> markReplayed(SqlConnection connection, UUID id, Instant at) {
        return mark(connection, REPLAYED, id, at);
    }

    public static Uni<Void> markDiscarded(SqlConnection connection, UUID id, Instant at) {
        return mark(connection, DISCARDED, id, at);
    }

    private static Uni<Void> mark(SqlConnection connection, String statement, UUID id, Instant at) {
        return connection
                .preparedQuery(statement)
                .execute(Tuple.of(id, at.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Deletes the decided ones except the newest {@code kept}. */
    public Uni<Void> purge(int kept) {
        return pool.preparedQuery(PURGE).execute(Tuple.of(kept)).replaceWithVoid();
    }
}
