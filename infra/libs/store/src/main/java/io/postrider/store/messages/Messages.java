package io.postrider.store.messages;

import io.postrider.mail.ContentCodec.Opening;
import io.postrider.mail.Lane;
import io.postrider.store.deliveries.Halt;
import io.postrider.store.messages.MessageSearch.Hit;
import io.postrider.store.outbox.Outbox;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads messages by their ids, and cancels them. */
@ApplicationScoped
public class Messages {
    private static final String FIND = """
            select %s from message m left join content c on c.claim_check = m.content where m.id = $1
            """.formatted(StoredMessage.COLUMNS.formatted(StoredMessage.LONGEST_OPENING));
    private static final String LONGER =
            "select claim_check, substring(body for %d) from content where claim_check = any($1)"
                    .formatted(StoredMessage.LONGEST_OPENING);

    private static final String EXTENT = "select recipients, halted from message where id = $1";
    private static final String CANCEL =
            "update message set halted = %d where id = $1 returning lane, send_at".formatted(Halt.CANCELLED.ordinal());

    /** Maximum contents whose openings are read in one query: 1 MiB. */
    private static final int TOGETHER = (1 << 20) / StoredMessage.LONGEST_OPENING;

    private final Pool pool;

    @Inject
    public Messages(Pool pool) {
        this.pool = pool;
    }

    public Uni<Optional<StoredMessage>> find(UUID id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(StoredMessage.of(rows.iterator().next())));
    }

    /**
     * The messages of a page, with openings that were too long to be read with it: several per query, and none for a
     * missing content.
     */
    public Uni<List<Hit>> whole(List<Hit> page) {
        List<Buffer> cut = page.stream()
                .map(Hit::message)
                .filter(StoredMessage::cut)
                .map(StoredMessage::claimCheck)
                .distinct()
                .toList();
        return Multi.createFrom()
                .iterable(cut)
                .group()
                .intoLists()
                .of(TOGETHER)
                .onItem()
                .transformToUniAndConcatenate(this::openings)
                .collect()
                .in(HashMap<Buffer, Optional<Opening>>::new, Map::putAll)
                .map(openings -> page.stream()
                        .map(hit -> hit.message().cut()
                                ? hit.with(hit.message()
                                        .withOpening(openings.getOrDefault(
                                                hit.message().claimCheck(), Optional.empty())))
                                : hit)
                        .toList());
    }

    /** A whole page would take 64 MiB, so only the bytes of one query are held at a time. */
    private Uni<Map<Buffer, Optional<Opening>>> openings(List<Buffer> claimChecks) {
        Object[] wanted = claimChecks.stream().map(Buffer::getDelegate).toArray(io.vertx.core.buffer.Buffer[]::new);
        return pool.preparedQuery(LONGER).execute(Tuple.of(wanted)).map(rows -> {
            Map<Buffer, Optional<Opening>> found = new HashMap<>();
            rows.forEach(row -> found.put(row.getBuffer(0), StoredMessage.opening(row.getBuffer(1))));
            return found;
        });
    }

    /** The number of a message's recipients, and whether it was stopped. */
    public record Extent(int recipients, Halt halt) {}

    public Uni<Optional<Extent>> extent(UUID id) {
        return pool.preparedQuery(EXTENT).execute(Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Extent(row.getInteger(0), Halt.of(row.getShort(1))));
        });
    }

    /** Marks an existing message as cancelled, and makes its scheduled batches due, in one transaction. */
    public Uni<Void> cancel(UUID id, Instant now) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(CANCEL)
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next())
                .chain(message -> {
                    OffsetDateTime sendAt = message.getOffsetDateTime(1);
                    Lane lane = Lane.values()[message.getShort(0)];
                    return sendAt == null
                            ? Uni.createFrom().voidItem()
                            : Outbox.dueNow(connection, id, lane, sendAt.toInstant(), now);
                }));
    }
}
