package io.postrider.ledger;

import io.postrider.contract.Limits;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Writes a whole group of outcomes, their events and the counts of large messages in one statement, so in one commit. */
final class OutcomeStatement {
    /** Messages with more recipients than this keep a tally; the others are counted when they are asked for. */
    static final int TALLIED_ABOVE = Limits.MESSAGE_RECIPIENTS;

    private static final String SQL = """
            with given as (
                select * from unnest($1::uuid[], $2::int[], $3::smallint[], $4::smallint[], $5::timestamptz[],
                                     $6::text[], $7::smallint[], $8::text[], $9::text[], $10::boolean[])
                    as g(message_id, ordinal, state, attempt, at, route, code, enhanced_code, reply, tallied)
            ), changed as (
                update delivery d
                set state = g.state,
                    attempts = greatest(g.attempt, d.attempts),
                    deferrals = d.deferrals + (g.state = 2)::int,
                    code = g.code,
                    enhanced_code = g.enhanced_code,
                    updated_at = g.at
                from given g
                where d.message_id = g.message_id and d.ordinal = g.ordinal
                  and d.state < 10 and (g.state >= 10 or g.attempt > d.attempts)
                returning d.message_id, d.ordinal, g.state, g.attempt, g.at, g.route, g.code, g.enhanced_code, g.reply,
                          g.tallied, d.deferrals
            ), tallied as (
                insert into message_tally (message_id, state, change)
                select message_id, state, count(*) from changed
                where tallied and (state >= 10 or deferrals = 1) group by message_id, state
                union all
                select message_id, 2, -count(*) from changed
                where tallied and state >= 10 and deferrals > 0 group by message_id
            )
            insert into delivery_event (message_id, ordinal, type, attempt, at, route, code, enhanced_code, reply)
            select message_id, ordinal, state, attempt, at, route, code, enhanced_code, reply from changed
            """;

    private final Pool pool;

    OutcomeStatement(Pool pool) {
        this.pool = pool;
    }

    Uni<List<Void>> execute(List<Outcome> group) {
        List<Outcome> now = new ArrayList<>(group.size());
        List<Outcome> next = new ArrayList<>();
        split(group, now, next);
        Uni<Void> written = pool.preparedQuery(SQL).execute(tuple(now)).replaceWithVoid();
        if (!next.isEmpty()) {
            written = written.chain(() -> execute(next)).replaceWithVoid();
        }
        return written.map(done -> {
            List<Void> answers = new ArrayList<>(group.size());
            group.forEach(outcome -> answers.add(null));
            return answers;
        });
    }

    /** An UPDATE takes one row of {@code given} for each delivery, so a second outcome of the same one goes after it. */
    private static void split(List<Outcome> group, List<Outcome> now, List<Outcome> next) {
        record Key(UUID message, int ordinal) {}
        Set<Key> seen = new HashSet<>();
        for (Outcome outcome : group) {
            (seen.add(new Key(outcome.message(), outcome.ordinal())) ? now : next).add(outcome);
        }
        // Two groups that meet in the same rows lock them in the same order.
        now.sort(Comparator.comparing(Outcome::message).thenComparingInt(Outcome::ordinal));
    }

    private static Tuple tuple(List<Outcome> outcomes) {
        int size = outcomes.size();
        UUID[] messages = new UUID[size];
        Integer[] ordinals = new Integer[size];
        Short[] states = new Short[size];
        Short[] attempts = new Short[size];
        OffsetDateTime[] ats = new OffsetDateTime[size];
        String[] routes = new String[size];
        Short[] codes = new Short[size];
        String[] enhancedCodes = new String[size];
        String[] replies = new String[size];
        Boolean[] tallied = new Boolean[size];
        for (int i = 0; i < size; i++) {
            Outcome outcome = outcomes.get(i);
            messages[i] = outcome.message();
            ordinals[i] = outcome.ordinal();
            states[i] = outcome.state().code();
            attempts[i] = (short) outcome.attempt();
            ats[i] = outcome.at().atOffset(ZoneOffset.UTC);
            routes[i] = outcome.cause().route();
            codes[i] =
                    outcome.cause().code() == 0 ? null : (short) outcome.cause().code();
            enhancedCodes[i] = outcome.cause().enhancedCode();
            replies[i] = outcome.cause().reply();
            tallied[i] = outcome.audience() > TALLIED_ABOVE;
        }
        return Tuple.from(
                List.of(messages, ordinals, states, attempts, ats, routes, codes, enhancedCodes, replies, tallied));
    }
}
