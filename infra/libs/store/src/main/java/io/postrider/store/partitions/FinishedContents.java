package io.postrider.store.partitions;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** Removes the content and variables of messages as soon as all their recipients are final, for messages that ask for it. */
public final class FinishedContents {
    // The batches that follow from one begin with the time of its id (Batch). A dead letter that waits for a decision
    // carries recipients who are not final.
    private static final String REMOVE = """
            with done as materialized (
                select id, content from message m
                where content_kept = 1 and not exists (select from delivery d where d.message_id = m.id and d.state < 10)
                order by id limit $1 for update skip locked
            ), contents as (
                delete from content c using done where c.claim_check = done.content
            ), first as (
                select distinct b.message_id, left(b.id::text, 13) as time
                from done join outbox_batch b on b.message_id = done.id and b.content_kept = 1
            ), batches as (
                delete from outbox_batch b using first f
                where b.id between (f.time || '-0000-0000-000000000000')::uuid and (f.time || '-ffff-ffff-ffffffffffff')::uuid
                  and b.message_id = f.message_id
            ), dead as (
                delete from dead_letter l using done
                where l.message_id = done.id and (l.replayed_at is not null or l.discarded_at is not null)
            )
            update message m set content_kept = 2 from done where m.id = done.id
            """;
    private static final int AT_ONCE = 200;

    private FinishedContents() {}

    /** Returns the number of messages whose content was removed. May be called by several processes at a time. */
    public static Uni<Integer> remove(SqlClient client) {
        return client.preparedQuery(REMOVE)
                .execute(Tuple.of(AT_ONCE))
                .chain(rows -> rows.rowCount() < AT_ONCE
                        ? Uni.createFrom().item(rows.rowCount())
                        : remove(client).map(more -> more + AT_ONCE));
    }
}
