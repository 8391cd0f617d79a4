package io.postrider.store.deliveries;

import io.postrider.mail.AddressKey;
import io.postrider.mail.Limits;
import io.postrider.mail.TestAddress;
import io.postrider.replies.Bounce;
import io.postrider.store.Ids;
import io.postrider.store.deliveries.Outcome.Cause;
import io.postrider.store.suppressions.DomainEvidence;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Writes a whole group of outcomes in one statement and one commit: events, suppressed addresses, evidence about
 * domains, and the counts of large messages. A deferral without an attempt is written only if it is the delivery's
 * first event. Parts that no outcome of a group needs are left out of the statement, since each part takes PostgreSQL
 * time even without rows.
 */
final class OutcomeStatement {
    /** Messages with more recipients than this keep a tally; the others are counted on request. */
    static final int TALLIED_ABOVE = Limits.MESSAGE_RECIPIENTS;

    private static final String CHANGED = """
            with given as (
                select * from unnest($1::uuid[], $2::int[], $3::smallint[], $4::smallint[], $5::timestamptz[],
                                     $6::text[], $7::smallint[], $8::text[], $9::text[], $10::boolean[], $11::smallint[],
                                     $12::text[], $13::boolean[])
                    as g(message_id, ordinal, state, attempt, at, route, code, enhanced_code, reply, tallied, category,
                         suppressed_as, bad_domain)
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
                  and d.message_id between $14 and $15
                  and d.state < 10 and (g.state >= 10 or g.attempt > d.attempts or g.state = 2 and d.state = 1)
                returning d.message_id, d.ordinal, g.state, g.attempt, g.at, g.route, g.code, g.enhanced_code, g.reply,
                          g.tallied, d.deferrals, g.category, g.suppressed_as, g.bad_domain, d.email, d.account_id
            )
            """;
    private static final String SUPPRESSED = """
            , suppressed as (
                insert into suppression (account_id, email, reason, origin)
                select distinct account_id, %1$s, suppressed_as, 'bounce' from changed where suppressed_as is not null
                on conflict do nothing
            ), evidence as (
                insert into domain_evidence (account_id, domain)
                select distinct account_id, %2$s as domain from changed where bad_domain and %2$s is not null
                order by account_id, domain
                on conflict do nothing
            )
            """.formatted(AddressKey.sql("email"), DomainEvidence.domain("email"));
    private static final String REFUTED = """
            , refuted as (
                delete from domain_evidence
                where (account_id, domain) in (select distinct account_id, %s from changed where state = 10)
            )
            """.formatted(DomainEvidence.domain("email"));
    private static final String TALLIED = """
            , tallied as (
                insert into message_tally (message_id, state, change)
                select message_id, state, count(*) from changed
                where tallied and (state >= 10 or deferrals = 1) group by message_id, state
                union all
                select message_id, 2, -count(*) from changed
                where tallied and state >= 10 and deferrals > 0 group by message_id
            )
            """;
    private static final String EVENTS = """
            insert into delivery_event (message_id, ordinal, type, attempt, at, account_id, route, code, enhanced_code, reply, category)
            select message_id, ordinal, state, attempt, at, account_id, route, code, enhanced_code, reply, category from changed
            """;

    /**
     * The complaint that a feedback loop would report later. The events of one statement get their ids in this order.
     */
    private static final String COMPLAINED =
            """
            union all
            select message_id, ordinal, %d, attempt, at, account_id, null, null, null, 'abuse', null from changed
            where state = 10 and route = '%s'
              and split_part(split_part(lower(email collate "C"), '@', 1), '+', 1) = '%s'
            """.formatted(EventType.COMPLAINED.code(), TestAddress.ROUTE, TestAddress.COMPLAINED.localPart());

    private final SqlClient client;

    /** @param client the pool, or a connection whose transaction includes the outcomes */
    OutcomeStatement(SqlClient client) {
        this.client = client;
    }

    Uni<List<Void>> execute(List<Outcome> group) {
        List<Outcome> now = new ArrayList<>(group.size());
        List<Outcome> next = new ArrayList<>();
        split(group, now, next);
        Uni<Void> written =
                client.preparedQuery(statement(now)).execute(tuple(now)).replaceWithVoid();
        if (!next.isEmpty()) {
            written = written.chain(() -> execute(next)).replaceWithVoid();
        }
        return written.map(done -> {
            List<Void> answers = new ArrayList<>(group.size());
            group.forEach(outcome -> answers.add(null));
            return answers;
        });
    }

    private static String statement(List<Outcome> outcomes) {
        boolean suppressed = outcomes.stream().anyMatch(outcome -> suppressedAs(outcome) != null || badDomain(outcome));
        boolean delivered = outcomes.stream().anyMatch(outcome -> outcome.state() == State.DELIVERED);
        boolean tested = delivered && outcomes.stream().anyMatch(OutcomeStatement::ofTest);
        return CHANGED
                + (suppressed ? SUPPRESSED : "")
                + (delivered ? REFUTED : "")
                + (outcomes.stream().anyMatch(OutcomeStatement::tallied) ? TALLIED : "")
                + EVENTS
                + (tested ? COMPLAINED : "");
    }

    /**
     * An UPDATE uses one row of {@code given} for each delivery, so a second outcome of the same delivery is written in
     * a later round.
     */
    private static void split(List<Outcome> group, List<Outcome> now, List<Outcome> next) {
        record Key(UUID message, int ordinal) {}
        Set<Key> seen = new HashSet<>();
        for (Outcome outcome : group) {
            (seen.add(new Key(outcome.message(), outcome.ordinal())) ? now : next).add(outcome);
        }
        // Two groups that share rows lock them in the same order.
        now.sort(Comparator.comparing(Outcome::message, Ids.ORDER).thenComparingInt(Outcome::ordinal));
    }

    private static Tuple tuple(List<Outcome> outcomes) {
        return Tuple.from(List.<Object>of(
                column(outcomes, UUID[]::new, Outcome::message),
                column(outcomes, Integer[]::new, Outcome::ordinal),
                column(outcomes, Short[]::new, outcome -> outcome.state().code()),
                column(outcomes, Short[]::new, outcome -> (short) outcome.attempt()),
                column(outcomes, OffsetDateTime[]::new, outcome -> outcome.at().atOffset(ZoneOffset.UTC)),
                column(outcomes, String[]::new, outcome -> outcome.cause().route()),
                column(outcomes, Short[]::new, outcome -> code(outcome.cause())),
                column(outcomes, String[]::new, outcome -> outcome.cause().enhancedCode()),
                column(outcomes, String[]::new, outcome -> outcome.cause().reply()),
                column(outcomes, Boolean[]::new, OutcomeStatement::tallied),
                column(
                        outcomes,
                        Short[]::new,
                        outcome -> category(outcome.cause().bounce())),
                column(outcomes, String[]::new, OutcomeStatement::suppressedAs),
                column(outcomes, Boolean[]::new, OutcomeStatement::badDomain),
                // Sorted: PostgreSQL leaves out the partitions that these two exclude before it opens them.
                outcomes.get(0).message(),
                outcomes.get(outcomes.size() - 1).message()));
    }

    private static <T> T[] column(List<Outcome> outcomes, IntFunction<T[]> array, Function<Outcome, T> value) {
        T[] column = array.apply(outcomes.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(outcomes.get(i));
        }
        return column;
    }

    private static Short code(Cause cause) {
        return cause.code() == 0 ? null : (short) cause.code();
    }

    private static Short category(Bounce bounce) {
        return bounce == null ? null : (short) bounce.category().code();
    }

    private static boolean ofTest(Outcome outcome) {
        return TestAddress.ROUTE.equals(outcome.cause().route());
    }

    private static boolean tallied(Outcome outcome) {
        return outcome.audience() > TALLIED_ABOVE;
    }

    private static boolean badDomain(Outcome outcome) {
        Bounce bounce = outcome.cause().bounce();
        return outcome.state() == State.BOUNCED && bounce != null && bounce.badDomain();
    }

    /**
     * Only permanently bad addresses: a block does not concern the address. Test addresses are excluded, so that the
     * next test has the same outcome.
     */
    private static String suppressedAs(Outcome outcome) {
        Bounce bounce = outcome.cause().bounce();
        boolean suppressed = outcome.state() == State.BOUNCED && bounce != null && bounce.hard() && !ofTest(outcome);
        return suppressed ? bounce.category().word() : null;
    }
}
