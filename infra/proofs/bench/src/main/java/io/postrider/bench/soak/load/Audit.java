package io.postrider.bench.soak.load;

import io.postrider.bench.process.BenchException;
import io.postrider.bench.soak.load.Arrivals.Tally;
import io.postrider.bench.soak.readings.BrokerQueues;
import io.postrider.store.deliveries.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether every accepted recipient is accounted for, comparing the API's answers, the ledger and the mail server's
 * counts.
 *
 * @param accepted recipients answered with 202
 * @param states deliveries by state
 * @param copies mails beyond the first of a recipient
 * @param differences discrepancies; empty if there are none
 */
public record Audit(long accepted, Map<State, Long> states, long copies, List<String> differences) {
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** Waits until nothing is in flight, and audits then, or when that takes too long. */
    public static Audit take(
            Connection connection, BrokerQueues queues, Load load, Arrivals arrivals, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try (Statement sql = connection.createStatement()) {
            Map<State, Long> states = states(sql);
            while ((inFlight(states) > 0 || queues.messages() > 0) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(LOOK.toNanos());
                states = states(sql);
            }
            List<String> differences = compare(sql, states, load, arrivals);
            same(differences, "calls answered 500 or the like", load.faults(), "nothing", 0);
            same(differences, "messages on the broker", queues.messages(), "nothing", 0);
            return new Audit(load.accepted(), states, arrivals.tally().copies(), differences);
        } catch (SQLException e) {
            throw new BenchException("the ledger cannot be audited: " + e.getMessage(), e);
        }
    }

    private static List<String> compare(Statement sql, Map<State, Long> states, Load load, Arrivals arrivals)
            throws SQLException {
        Tally tally = arrivals.tally();
        long deliveries = states.values().stream().mapToLong(Long::longValue).sum();
        List<String> differences = new ArrayList<>();
        same(differences, "accepted by the API", load.accepted(), "deliveries", deliveries);
        same(
                differences,
                "recipients of the messages",
                number(sql, "select coalesce(sum(recipients), 0) from message"),
                "deliveries",
                deliveries);
        same(differences, "in flight", inFlight(states), "nothing", 0);
        same(differences, "delivered", states.get(State.DELIVERED), "recipients at the mail server", tally.distinct());
        same(differences, "bounced", states.get(State.BOUNCED), "recipients it refused", tally.refused());
        same(differences, "suppressed", states.get(State.SUPPRESSED), "of those submitted", load.suppressed());
        same(differences, "expired", states.get(State.EXPIRED), "to the domain without a mail server", load.doomed());
        same(
                differences,
                "final states",
                deliveries - inFlight(states),
                "final events",
                number(sql, "select count(*) from delivery_event where type between 10 and 19"));
        same(
                differences,
                "batches in the outbox",
                number(sql, "select count(*) from outbox_batch where published_at is null"),
                "nothing",
                0);
        return differences;
    }

    private static void same(List<String> differences, String what, long count, String other, long expected) {
        if (count != expected) {
            differences.add("%s: %,d, %s: %,d".formatted(what, count, other, expected));
        }
    }

    private static long inFlight(Map<State, Long> states) {
        return states.entrySet().stream()
                .filter(state -> !state.getKey().isFinal())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Map<State, Long> states(Statement sql) throws SQLException {
        Map<State, Long> states = new EnumMap<>(State.class);
        for (State state : State.values()) {
            states.put(state, 0L);
        }
        try (ResultSet rows = sql.executeQuery("select state, count(*) from delivery group by state")) {
            while (rows.next()) {
                states.put(State.of(rows.getInt(1)), rows.getLong(2));
            }
        }
        return states;
    }

    private static long number(Statement sql, String query) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("  accepted %,d =".formatted(accepted));
        states.forEach((state, count) -> text.append(" %s %,d".formatted(state.word(), count)));
        text.append(", second copies %,d%n".formatted(copies));
        differences.forEach(difference -> text.append("  DIFFERENCE  %s%n".formatted(difference)));
        return text.append(differences.isEmpty() ? "  difference 0" : "").toString();
    }
}
