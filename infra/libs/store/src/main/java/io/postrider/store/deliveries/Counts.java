package io.postrider.store.deliveries;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** The number of a message's deliveries in each state; takes milliseconds, even for a million recipients. */
@ApplicationScoped
public class Counts {
    private static final String COUNTED = "select state, count(*) from delivery where message_id = $1 group by state";
    private static final String TALLIED =
            "select state, sum(change) from message_tally where message_id = $1 group by state";

    // Only of weeks that are not closed: the others do not change any more.
    private static final String FOLD = """
            with long as (
                select message_id from message_tally
                where message_id >= (
                    select first_id_of(coalesce(min(to_date(right(c.relname, 8), 'YYYYMMDD')), now()::date)::timestamp at time zone 'UTC')
                    from pg_inherits i join pg_class c on c.oid = i.inhrelid
                    where i.inhparent = 'message_tally'::regclass
                      and not exists (select from closed_week w where w.first_day = to_date(right(c.relname, 8), 'YYYYMMDD')))
                group by message_id having count(*) > $1 order by message_id limit $2
            ), folded as (
                delete from message_tally t using long where t.message_id = long.message_id
                returning t.message_id, t.state, t.change
            )
            insert into message_tally (message_id, state, change)
            select message_id, state, sum(change) from folded group by message_id, state
            """;

    /** Rows of a message that are folded: a read sums about as many, and those of the last minute. */
    private static final int FOLDED_ABOVE = 100;

    private static final int MESSAGES_AT_ONCE = 50;

    private final Pool pool;

    @Inject
    public Counts(Pool pool) {
        this.pool = pool;
    }

    /** Replaces the changes of each message by their sums, so that its counts are read at the same cost however large it is. */
    public static Uni<Void> fold(SqlClient client) {
        return client.preparedQuery(FOLD)
                .execute(Tuple.of((long) FOLDED_ABOVE, MESSAGES_AT_ONCE))
                .replaceWithVoid();
    }

    /**
     * @param recipients the number of the message's recipients
     * @return every state, with 0 if there is none; their sum is {@code recipients}
     */
    public Uni<Map<State, Long>> of(UUID message, int recipients) {
        boolean tallied = recipients > OutcomeStatement.TALLIED_ABOVE;
        return pool.preparedQuery(tallied ? TALLIED : COUNTED)
                .execute(Tuple.of(message))
                .map(rows -> {
                    Map<State, Long> counts = new EnumMap<>(State.class);
                    for (State state : State.values()) {
                        counts.put(state, 0L);
                    }
                    rows.forEach(row -> counts.put(State.of(row.getInteger(0)), row.getLong(1)));
                    long others =
                            counts.values().stream().mapToLong(Long::longValue).sum() - counts.get(State.QUEUED);
                    counts.put(State.QUEUED, recipients - others);
                    return counts;
                });
    }
}
