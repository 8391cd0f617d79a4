package io.postrider.store.suppressions;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Refusals stating that a domain does not exist or accepts no mail (RFC 7505). They are recorded with outcomes and
 * reports; one process at a time evaluates them here ({@link Leader}).
 */
public final class DomainEvidence {
    /** Maximum domains suppressed by one statement. */
    private static final int DOMAINS = 500;

    /** Maximum rows deleted by one statement. */
    private static final int ROWS = 10_000;
    /** Only domains with a failure in this time are evaluated; the others were not mailed, or mailed successfully. */
    private static final Duration LATELY = Duration.ofHours(2);
    /** Number of periods for which evidence is kept. */
    private static final int KEPT_PERIODS = 10;

    private static final String SUPPRESS = """
            with due as (
                select account_id, domain from domain_evidence
                where (account_id, domain) in (select account_id, domain from domain_evidence where hour >= $1) and at >= $2
                group by account_id, domain
                having count(*) >= $3 and extract(epoch from max(at) - min(at)) >= $4
                limit %d
            ), suppressed as (
                insert into suppression (account_id, email, reason, origin)
                select account_id, '@' || domain, 'bad_domain', 'domain evidence' from due
                on conflict do nothing
            ), cleared as (
                delete from domain_evidence e using due d where e.account_id = d.account_id and e.domain = d.domain
            )
            select domain from due
            """.formatted(DOMAINS);
    private static final String PURGE = """
            delete from domain_evidence where (account_id, domain, hour) in (
                select account_id, domain, hour from domain_evidence where hour < $1 order by hour limit %d)
            """.formatted(ROWS);

    /**
     * The conditions for suppressing a domain.
     *
     * @param failures minimum number, from 1; several in an hour count once
     * @param period minimum time from the first to the last failure
     */
    public record Rule(int failures, Duration period) {
        public Rule {
            if (failures < 1 || period.isNegative()) {
                throw new IllegalArgumentException("failures: at least 1; period: not negative");
            }
        }

        private Duration kept() {
            return period.plus(LATELY).multipliedBy(KEPT_PERIODS);
        }
    }

    private DomainEvidence() {}

    /** The SQL expression for the domain of an address; null if there is none. */
    public static String domain(String column) {
        // Domains are stored as A-labels, so they are ASCII.
        return "left(lower(substring(%s from '@([^@]+)$') collate \"C\"), 255)".formatted(column);
    }

    /** Suppresses the domains that failed for long enough without a success, and deletes their evidence. */
    public static Uni<List<String>> suppress(SqlClient client, Rule rule, Instant now) {
        Tuple tuple = Tuple.of(
                now.minus(LATELY).atOffset(ZoneOffset.UTC),
                now.minus(rule.kept()).atOffset(ZoneOffset.UTC),
                (long) rule.failures(),
                rule.period().toSeconds());
        return client.preparedQuery(SUPPRESS)
                .execute(tuple)
                .map(DomainEvidence::domains)
                .chain(some -> {
                    if (some.size() < DOMAINS) {
                        return Uni.createFrom().item(some);
                    }
                    return suppress(client, rule, now).map(more -> {
                        List<String> all = new ArrayList<>(some);
                        all.addAll(more);
                        return all;
                    });
                });
    }

    private static List<String> domains(RowSet<Row> rows) {
        List<String> domains = new ArrayList<>();
        rows.forEach(row -> domains.add(row.getString(0)));
        return domains;
    }

    /** Deletes evidence that is too old, some thousand rows per statement. */
    public static Uni<Void> purge(SqlClient client, Rule rule, Instant now) {
        return client.preparedQuery(PURGE)
                .execute(Tuple.of(now.minus(rule.kept()).atOffset(ZoneOffset.UTC)))
                .chain(rows -> rows.rowCount() < ROWS ? Uni.createFrom().voidItem() : purge(client, rule, now));
    }
}
