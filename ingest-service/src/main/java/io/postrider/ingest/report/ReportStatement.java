package io.postrider.ingest.report;

import io.postrider.contract.AddressKey;
import io.postrider.ledger.DomainEvidence;
import io.postrider.ledger.EventType;
import io.postrider.ledger.Outcome;
import io.postrider.verp.ReturnPath.Delivery;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

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
                select * from unnest($1::uuid[], $2::int[], $3::smallint[], $4::text[]) as g(message_id, ordinal, attempt, email)
            ), recorded as (
                insert into delivery_event (message_id, ordinal, type, attempt, at, code, enhanced_code, reply, category)
                select message_id, ordinal, %1$d, attempt, $5, $6, $7, $8, $9
                from given g
                where not exists (
                    select from delivery_event e
                    where e.message_id = g.message_id and e.ordinal = g.ordinal and e.type = %1$d)
                returning message_id, ordinal
            ), suppressed as (
                insert into suppression (email, reason, origin)
                select distinct email, $10, $11 from given join recorded using (message_id, ordinal)
                where $10::text is not null
                on conflict (email) do nothing
            ), evidence as (
                insert into domain_evidence (domain)
                select distinct %2$s as domain from given join recorded using (message_id, ordinal)
                where $12::boolean and %2$s is not null order by domain
                on conflict do nothing
            )
            select message_id, ordinal from recorded
            """;
    private static final String RECORD_BOUNCE =
            RECORD.formatted(EventType.BOUNCED.code(), DomainEvidence.domain("email"));
    private static final String RECORD_COMPLAINT =
            RECORD.formatted(EventType.COMPLAINED.code(), DomainEvidence.domain("email"));

    private final Pool pool;

    ReportStatement(Pool pool) {
        this.pool = pool;
    }

    /**
     * Completes after the commit with those of the deliveries that were there and had no such event yet.
     *
     * @param report bounced or complained
     */
    Uni<List<Delivery>> execute(Collection<Delivery> deliveries, Report report, Instant at) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(keys(deliveries))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(List.of())
                        : record(connection, rows, report, at).map(ReportStatement::deliveries)));
    }

    private static Uni<RowSet<Row>> record(SqlConnection connection, RowSet<Row> locked, Report report, Instant at) {
        String sql = report instanceof Report.Bounced ? RECORD_BOUNCE : RECORD_COMPLAINT;
        return connection.preparedQuery(sql).execute(tuple(locked, report, at));
    }

    private static Tuple keys(Collection<Delivery> deliveries) {
        return Tuple.of(
                deliveries.stream().map(Delivery::message).toArray(UUID[]::new),
                deliveries.stream().map(Delivery::ordinal).toArray(Integer[]::new));
    }

    private static Tuple tuple(RowSet<Row> locked, Report report, Instant at) {
        int size = locked.size();
        UUID[] messages = new UUID[size];
        Integer[] ordinals = new Integer[size];
        Short[] attempts = new Short[size];
        String[] emails = new String[size];
        int i = 0;
        for (Row row : locked) {
            messages[i] = row.getUUID(0);
            ordinals[i] = row.getInteger(1);
            attempts[i] = row.getShort(2);
            emails[i++] = AddressKey.of(row.getString(3));
        }
        Tuple tuple = Tuple.tuple();
        tuple.addValue(messages).addValue(ordinals).addValue(attempts).addValue(emails);
        tuple.addValue(at.atOffset(ZoneOffset.UTC));
        if (report instanceof Report.Bounced bounced) {
            addBounce(tuple, bounced);
        } else if (report instanceof Report.Complained complained) {
            tuple.addValue(null).addValue(null).addValue(complained.kind()).addValue(null);
            tuple.addValue("complaint").addValue(ORIGIN.formatted("feedback")).addValue(false);
        }
        return tuple;
    }

    private static void addBounce(Tuple tuple, Report.Bounced bounced) {
        ReplyWords words = bounced.words();
        Outcome.Cause cause = new Outcome.Cause(null, words.code(), words.enhancedCode(), words.text());
        tuple.addValue(cause.code() == 0 ? null : (short) cause.code());
        tuple.addValue(cause.enhancedCode()).addValue(cause.reply());
        tuple.addValue((short) bounced.bounce().category().code());
        tuple.addValue(bounced.bounce().hard() ? bounced.bounce().category().word() : null);
        tuple.addValue(ORIGIN.formatted("bounce"));
        tuple.addValue(bounced.bounce().badDomain());
    }

    private static List<Delivery> deliveries(RowSet<Row> rows) {
        List<Delivery> deliveries = new ArrayList<>(rows.size());
        rows.forEach(row -> deliveries.add(new Delivery(row.getUUID(0), row.getInteger(1))));
        return deliveries;
    }
}
