package io.postrider.ingest.control.messages;

import io.postrider.ingest.web.Problem;
import io.postrider.store.deliveries.Counts;
import io.postrider.store.deliveries.Halt;
import io.postrider.store.deliveries.State;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;

/** Marks a message as cancelled. The next step that would hand over its mails finds the mark. */
@Singleton
class Cancelling {
    private static final String FIND = "select recipients, halted from message where id = $1";
    private static final String CANCEL =
            "update message set halted = %d where id = $1 returning lane, send_at".formatted(Halt.CANCELLED.ordinal());

    // Found by the index of what is due. One that a dispatcher has taken meanwhile is due at another time, and is on
    // its
    // way.
    private static final String AT_ONCE = """
            update outbox_batch set due_at = $4
            where lane = $1 and due_at = $2 and message_id = $3 and published_at is null and due_at > $4
            """;

    private final Pool pool;
    private final Counts counts;
    private final Clock clock;

    Cancelling(Pool pool, Counts counts, Clock clock) {
        this.pool = pool;
        this.counts = counts;
        this.clock = clock;
    }

    /** @return the number of recipients in flight, who end as cancelled unless a mail server has them */
    Uni<Long> cancel(UUID id) {
        return pool.preparedQuery(FIND).execute(Tuple.of(id)).chain(rows -> {
            if (rows.size() == 0) {
                throw Problem.noMessage().refusal();
            }
            Row message = rows.iterator().next();
            boolean before = Halt.of(message.getShort(1)) == Halt.CANCELLED;
            return counts.of(id, message.getInteger(0))
                    .map(Cancelling::inFlight)
                    .chain(inFlight -> {
                        if (inFlight == 0 && !before) {
                            throw done().refusal();
                        }
                        return mark(id).replaceWith(inFlight);
                    });
        });
    }

    private Uni<Void> mark(UUID id) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(CANCEL)
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next())
                .chain(message -> message.getOffsetDateTime(1) == null
                        ? Uni.createFrom().voidItem()
                        : connection
                                .preparedQuery(AT_ONCE)
                                .execute(Tuple.of(
                                        message.getShort(0),
                                        message.getOffsetDateTime(1),
                                        id,
                                        clock.instant().atOffset(ZoneOffset.UTC)))
                                .replaceWithVoid()));
    }

    private static long inFlight(Map<State, Long> counts) {
        return counts.entrySet().stream()
                .filter(entry -> !entry.getKey().isFinal())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Problem done() {
        return Problem.of(
                409,
                "done",
                "This cannot be done with the message",
                "Each of its recipients has a final state already.");
    }
}
