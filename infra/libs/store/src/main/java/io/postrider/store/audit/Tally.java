package io.postrider.store.audit;

import io.postrider.store.deliveries.State;
import io.vertx.mutiny.sqlclient.Row;
import java.util.EnumMap;
import java.util.Map;

/** The sums of closed weeks, of open ones and of the last minutes. */
final class Tally {
    private final Map<State, Long> counts = new EnumMap<>(State.class);
    private long accepted;
    private long overdue;

    Tally() {
        for (State state : State.values()) {
            counts.put(state, 0L);
        }
    }

    /** A row of the last minutes. */
    void add(Row row) {
        add(row.getShort(1), row.getLong(2));
        overdue += row.getLong(3);
    }

    /** @param state null for what was accepted */
    void add(Short state, long count) {
        if (state == null) {
            accepted += count;
        } else {
            counts.merge(State.of(state), count, Long::sum);
        }
    }

    Snapshot snapshot(Iterable<OpenWeek> open, Row others, long dead) {
        for (OpenWeek week : open) {
            accepted += week.accepted();
            overdue += week.overdue();
            week.deliveries().forEach((kind, count) -> add(kind.state(), count));
        }
        return new Snapshot(
                others.getOffsetDateTime(0).toInstant(),
                accepted,
                counts,
                overdue,
                others.getLong(1),
                dead,
                others.getBoolean(2));
    }
}
