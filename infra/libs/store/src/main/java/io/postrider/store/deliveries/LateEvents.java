package io.postrider.store.deliveries;

import io.postrider.store.suppressions.DomainEvidence;
import io.postrider.tokens.ReturnPath;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Events that arrive by mail, mostly after a delivery has ended: they do not change its state. Depending on the event,
 * they suppress its address or are evidence against its domain.
 */
public final class LateEvents {
    /** Concurrent reports of one delivery are serialised, so that the second one sees the first one's event. */
    private static final String LOCK = """
            select message_id, ordinal, attempts, email
            from delivery join unnest($1::uuid[], $2::int[]) as given (message_id, ordinal) using (message_id, ordinal)
            order by message_id, ordinal
            for no key update of delivery
            """;

    // The type is part of the SQL text, since PostgreSQL uses the partial index only for a type known when it plans.
    private static final String RECORD = """
            with given as (
                select * from unnest($1::uuid[], $2::int[], $3::smallint[], $4::text[], $5::smallint[], $6::text[], $7::text[],
                                     $8::smallint[], $9::text[], $10::boolean[])
                    as g(message_id, ordinal, attempt, email, code, enhanced_code, reply, category, reason, bad_domain)
            ), recorded as (
                insert into delivery_event
                    (message_id, ordinal, type, attempt, at, account_id, code, enhanced_code, reply, category)
                select g.message_id, g.ordinal, %1$d, g.attempt, $11, d.account_id, g.code, g.enhanced_code, g.reply, g.category
                from given g join delivery d on d.message_id = g.message_id and d.ordinal = g.ordinal
                where not exists (
                    select from delivery_event e
                    where e.message_id = g.message_id and e.ordinal = g.ordinal and e.type = %1$d)
                returning message_id, ordinal, account_id
            ), suppressed as (
                insert into suppression (account_id, email, reason, origin)
                select distinct account_id, email, reason, $12 from given join recorded using (message_id, ordinal)
                where reason is not null
                on conflict (account_id, email) do nothing
            ), evidence as (
                insert into domain_evidence (account_id, domain)
                select distinct account_id, %2$s as domain from given join recorded using (message_id, ordinal)
                where bad_domain and %2$s is not null order by account_id, domain
                on conflict do nothing
            )
            select message_id, ordinal from recorded
            """;
    private static final Map<EventType, String> SQL = Stream.of(
                    EventType.BOUNCED, EventType.COMPLAINED, EventType.UNSUBSCRIBED)
            .collect(Collectors.toUnmodifiableMap(
                    type -> type, type -> RECORD.formatted(type.code(), DomainEvidence.domain("email"))));

    private LateEvents() {}

    /**
     * A recorded delivery.
     *
     * @param attempts number of attempts made
     * @param email the recipient's address
     */
    public record Known(ReturnPath.Delivery delivery, short attempts, String email) {}

    /**
     * A report's statement about one delivery.
     *
     * @param attempt that it concerns
     * @param key of the recipient's address
     * @param suppressedAs the reason for suppressing the address, or null
     * @param badDomain whether it is evidence against the domain
     */
    public record LateEvent(
            ReturnPath.Delivery delivery,
            short attempt,
            String key,
            Outcome.Cause cause,
            String suppressedAs,
            boolean badDomain) {}

    /** The recorded ones of these deliveries, locked until the transaction ends. */
    public static Uni<List<Known>> lock(SqlConnection connection, Collection<ReturnPath.Delivery> deliveries) {
        Tuple keys = Tuple.of(
                deliveries.stream().map(ReturnPath.Delivery::message).toArray(UUID[]::new),
                deliveries.stream().map(ReturnPath.Delivery::ordinal).toArray(Integer[]::new));
        return connection.preparedQuery(LOCK).execute(keys).map(rows -> {
            List<Known> known = new ArrayList<>(rows.size());
            rows.forEach(row -> known.add(new Known(
                    new ReturnPath.Delivery(row.getUUID(0), row.getInteger(1)), row.getShort(2), row.getString(3))));
            return known;
        });
    }

    /**
     * Records events of deliveries that have no event of this type yet.
     *
     * @param type bounced, complained or unsubscribed
     * @param events of deliveries that this transaction has locked, at least one
     * @param origin of the suppressions
     * @return the deliveries with a new event
     */
    public static Uni<Set<ReturnPath.Delivery>> record(
            SqlConnection connection, EventType type, List<LateEvent> events, Instant at, String origin) {
        Tuple tuple = tuple(events).addValue(at.atOffset(ZoneOffset.UTC)).addValue(origin);
        return connection.preparedQuery(SQL.get(type)).execute(tuple).map(rows -> {
            Set<ReturnPath.Delivery> recorded = new HashSet<>();
            rows.forEach(row -> recorded.add(new ReturnPath.Delivery(row.getUUID(0), row.getInteger(1))));
            return recorded;
        });
    }

    private static Tuple tuple(List<LateEvent> events) {
        List<Outcome.Cause> causes = events.stream().map(LateEvent::cause).toList();
        Tuple tuple = Tuple.tuple();
        tuple.addValue(column(events, UUID[]::new, event -> event.delivery().message()));
        tuple.addValue(column(events, Integer[]::new, event -> event.delivery().ordinal()));
        tuple.addValue(column(events, Short[]::new, LateEvent::attempt));
        tuple.addValue(column(events, String[]::new, LateEvent::key));
        tuple.addValue(column(causes, Short[]::new, cause -> cause.code() == 0 ? null : (short) cause.code()));
        tuple.addValue(column(causes, String[]::new, Outcome.Cause::enhancedCode));
        tuple.addValue(column(causes, String[]::new, Outcome.Cause::reply));
        tuple.addValue(column(causes, Short[]::new, LateEvents::category));
        tuple.addValue(column(events, String[]::new, LateEvent::suppressedAs));
        return tuple.addValue(column(events, Boolean[]::new, LateEvent::badDomain));
    }

    private static Short category(Outcome.Cause cause) {
        return cause.bounce() == null ? null : (short) cause.bounce().category().code();
    }

    private static <S, T> T[] column(List<S> rows, IntFunction<T[]> array, Function<S, T> value) {
        return rows.stream().map(value).toArray(array);
    }
}
