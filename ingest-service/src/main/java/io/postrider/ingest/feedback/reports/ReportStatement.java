package io.postrider.ingest.feedback.reports;

import io.postrider.ingest.feedback.reports.read.ReplyWords;
import io.postrider.ingest.feedback.reports.read.Report;
import io.postrider.mail.AddressKey;
import io.postrider.store.deliveries.EventType;
import io.postrider.store.deliveries.Outcome;
import io.postrider.store.suppressions.DomainEvidence;
import io.postrider.tokens.ReturnPath.Delivery;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
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

/** Writes a late event of some deliveries, suppresses their addresses or records evidence of their domains if it says so, in one transaction. */
@Singleton
class ReportStatement {
    private static final String ORIGIN = "%s report";

    /** Two reports of one delivery at the same time go one after the other, so that the second one sees the first one's event. */
    private static final String LOCK = """
            select message_id, ordinal, attempts, email
            from delivery join unnest($1::uuid[], $2::int[]) as given (message_id, ordinal) using (message_id, ordinal)
            order by message_id, ordinal
            for no key update of delivery
            """;

    // The type stands in the text, since PostgreSQL takes the partial index only for a type that it knows when it
    // plans.
    private static final String RECORD = """
            with given as (
                select * from unnest($1::uuid[], $2::int[], $3::smallint[], $4::text[], $5::smallint[], $6::text[], $7::text[],
                                     $8::smallint[], $9::text[], $10::boolean[])
                    as g(message_id, ordinal, attempt, email, code, enhanced_code, reply, category, reason, bad_domain)
            ), recorded as (
                insert into delivery_event (message_id, ordinal, type, attempt, at, code, enhanced_code, reply, category)
                select message_id, ordinal, %1$d, attempt, $11, code, enhanced_code, reply, category
                from given g
                where not exists (
                    select from delivery_event e
                    where e.message_id = g.message_id and e.ordinal = g.ordinal and e.type = %1$d)
                returning message_id, ordinal
            ), suppressed as (
                insert into suppression (email, reason, origin)
                select distinct email, reason, $12 from given join recorded using (message_id, ordinal)
                where reason is not null
                on conflict (email) do nothing
            ), evidence as (
                insert into domain_evidence (domain)
                select distinct %2$s as domain from given join recorded using (message_id, ordinal)
                where bad_domain and %2$s is not null order by domain
                on conflict do nothing
            )
            select message_id, ordinal from recorded
            """;
    private static final Map<EventType, String> SQL = Stream.of(
                    EventType.BOUNCED, EventType.COMPLAINED, EventType.UNSUBSCRIBED)
            .collect(Collectors.toUnmodifiableMap(
                    type -> type, type -> RECORD.formatted(type.code(), DomainEvidence.domain("email"))));

    /** A delivery with a new event, and what the report says of it. */
    record Recorded(Delivery delivery, Report report) {}

    /**
     * What becomes the event of one delivery.
     *
     * @param report what is about its recipient
     * @param key of its address
     */
    private record Entry(Delivery delivery, short attempt, String key, Report report) {
        static Entry of(Row row, Report report) {
            String key = AddressKey.of(row.getString(3));
            Report own = report instanceof Report.Bounced bounced ? bounced.about(key) : report;
            return new Entry(new Delivery(row.getUUID(0), row.getInteger(1)), row.getShort(2), key, own);
        }

        Outcome.Cause cause() {
            if (report instanceof Report.Bounced bounced) {
                ReplyWords words = bounced.words();
                return new Outcome.Cause(null, words.code(), words.enhancedCode(), words.text(), bounced.bounce());
            }
            return Outcome.Cause.ours(((Report.Complained) report).kind());
        }

        /** Why the address is suppressed, or null. */
        String reason() {
            if (report instanceof Report.Bounced bounced) {
                return bounced.suppresses(key) ? bounced.bounce().category().word() : null;
            }
            return ((Report.Complained) report).reason();
        }

        boolean badDomain() {
            return report instanceof Report.Bounced bounced && bounced.bounce().badDomain() && bounced.isAbout(key);
        }
    }

    private final Pool pool;

    ReportStatement(Pool pool) {
        this.pool = pool;
    }

    /**
     * Completes after the commit with those of the deliveries that were there and had no such event yet.
     *
     * @param report bounced or complained
     */
    Uni<List<Recorded>> execute(Collection<Delivery> deliveries, Report report, Instant at) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(keys(deliveries))
                .chain(rows -> {
                    List<Entry> entries = new ArrayList<>(rows.size());
                    rows.forEach(row -> entries.add(Entry.of(row, report)));
                    return entries.isEmpty()
                            ? Uni.createFrom().item(List.of())
                            : record(connection, entries, report, at);
                }));
    }

    private static Uni<List<Recorded>> record(
            SqlConnection connection, List<Entry> entries, Report report, Instant at) {
        EventType type = report instanceof Report.Complained complained ? complained.event() : EventType.BOUNCED;
        return connection
                .preparedQuery(SQL.get(type))
                .execute(tuple(entries, type, at))
                .map(rows -> {
                    Set<Delivery> recorded = new HashSet<>();
                    rows.forEach(row -> recorded.add(new Delivery(row.getUUID(0), row.getInteger(1))));
                    return entries.stream()
                            .filter(entry -> recorded.contains(entry.delivery()))
                            .map(entry -> new Recorded(entry.delivery(), entry.report()))
                            .toList();
                });
    }

    private static Tuple keys(Collection<Delivery> deliveries) {
        return Tuple.of(
                deliveries.stream().map(Delivery::message).toArray(UUID[]::new),
                deliveries.stream().map(Delivery::ordinal).toArray(Integer[]::new));
    }

    private static Tuple tuple(List<Entry> entries, EventType type, Instant at) {
        List<Outcome.Cause> causes = entries.stream().map(Entry::cause).toList();
        Tuple tuple = Tuple.tuple();
        tuple.addValue(column(entries, UUID[]::new, entry -> entry.delivery().message()));
        tuple.addValue(column(entries, Integer[]::new, entry -> entry.delivery().ordinal()));
        tuple.addValue(column(entries, Short[]::new, Entry::attempt));
        tuple.addValue(column(entries, String[]::new, Entry::key));
        tuple.addValue(column(causes, Short[]::new, cause -> cause.code() == 0 ? null : (short) cause.code()));
        tuple.addValue(column(causes, String[]::new, Outcome.Cause::enhancedCode));
        tuple.addValue(column(causes, String[]::new, Outcome.Cause::reply));
        tuple.addValue(column(causes, Short[]::new, ReportStatement::category));
        tuple.addValue(column(entries, String[]::new, Entry::reason));
        tuple.addValue(column(entries, Boolean[]::new, Entry::badDomain));
        tuple.addValue(at.atOffset(ZoneOffset.UTC));
        return tuple.addValue(ORIGIN.formatted(type == EventType.BOUNCED ? "bounce" : "feedback"));
    }

    private static Short category(Outcome.Cause cause) {
        return cause.bounce() == null ? null : (short) cause.bounce().category().code();
    }

    private static <S, T> T[] column(List<S> rows, IntFunction<T[]> array, Function<S, T> value) {
        return rows.stream().map(value).toArray(array);
    }
}
