package io.postrider.ingest.control.deadletters;

import io.postrider.ingest.model.Carried;
import io.postrider.mail.Batch;
import io.postrider.queue.DeadLetter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of the dead letters. */
@Singleton
class Letters {
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
            """.formatted(Letter.COLUMNS);
    private static final String FIND = "select %s, body from dead_letter where id = $1".formatted(Letter.COLUMNS);
    private static final String PURGE = """
            delete from dead_letter where place in (
                select place from dead_letter where not (%s) order by place desc offset $1)
            """.formatted(WAITING);

    private final Pool pool;

    Letters(Pool pool) {
        this.pool = pool;
    }

    /** The result of storing a letter. */
    enum Kept {
        NOW,
        BEFORE,
        NO_ROOM
    }

    /** @param most letters that may wait for a decision */
    Uni<Kept> keep(DeadLetter letter, Instant at, int most) {
        Optional<Batch> batch = Letter.batch(letter.body());
        Tuple tuple = Tuple.tuple()
                .addValue(letter.id())
                .addValue(at.atOffset(ZoneOffset.UTC))
                .addValue(text(letter.origin()))
                .addValue(letter.kind().word())
                .addValue(text(letter.reason()))
                .addValue(letter.deliveries())
                .addValue(batch.map(of -> of.message().id()).orElse(null))
                .addValue(batch.map(of -> (short) of.message().lane().ordinal()).orElse(null))
                .addValue(batch.map(of -> (short) Math.min(of.attempt(), Short.MAX_VALUE))
                        .orElse(null))
                .addValue(batch.map(Carried::ordinals).orElse(null))
                .addValue(Buffer.buffer(letter.body()))
                .addValue(most);
        return pool.preparedQuery(KEEP)
                .execute(tuple)
                .map(rows -> kept(rows.iterator().next()));
    }

    private static Kept kept(Row row) {
        return row.getBoolean(0) ? Kept.NOW : row.getBoolean(1) ? Kept.BEFORE : Kept.NO_ROOM;
    }

    /** PostgreSQL's text holds every character but NUL. */
    private static String text(String text) {
        return text.replace('\0', ' ');
    }

    /** How many wait for a decision. */
    Uni<Long> waiting() {
        return pool.query(COUNT).execute().map(rows -> rows.iterator().next().getLong(0));
    }

    /**
     * The newest first.
     *
     * @param before the place of the last one on the page before
     * @param state waiting, replayed, discarded, or null for all
     */
    Uni<List<Letter>> page(long before, String state, int limit) {
        return pool.preparedQuery(PAGE).execute(Tuple.of(before, state, limit)).map(Letters::list);
    }

    private static List<Letter> list(RowSet<Row> rows) {
        List<Letter> letters = new ArrayList<>(rows.size());
        rows.forEach(row -> letters.add(Letter.of(row)));
        return letters;
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Whole(Letter letter, byte[] body) {}

    Uni<Optional<Whole>> find(UUID id) {
        return pool.preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Whole(Letter.of(row), row.getBuffer("body").getBytes()));
        });
    }

    /** Deletes the decided ones except the newest {@code kept}. */
    Uni<Void> purge(int kept) {
        return pool.preparedQuery(PURGE).execute(Tuple.of(kept)).replaceWithVoid();
    }
}
