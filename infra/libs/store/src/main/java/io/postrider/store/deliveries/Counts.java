package io.postrider.store.deliveries;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
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

    private final Pool pool;

    @Inject
    public Counts(Pool pool) {
        this.pool = pool;
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
