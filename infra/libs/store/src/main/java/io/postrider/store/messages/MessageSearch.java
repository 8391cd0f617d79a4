package io.postrider.store.messages;

import io.postrider.mail.AddressKey;
import io.postrider.store.Account;
import io.postrider.store.Ids;
import io.postrider.store.deliveries.State;
import io.postrider.store.history.StoredDelivery;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Finds messages, the newest first. One condition selects an index, which has its messages in the order of their ids;
 * the other conditions filter its results. A page reads a bounded number of messages, so a rare combination costs many
 * short calls, not one long call.
 */
@ApplicationScoped
public class MessageSearch {
    /** Maximum messages read for a page with more than one condition. */
    public static final int SCAN = 2_000;

    /**
     * Maximum difference between the time in an id and the time of acceptance: a request takes its time before it
     * creates its ids.
     */
    private static final Duration BETWEEN = Duration.ofMinutes(2);

    private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

    private static final String KEY = AddressKey.sql("d.email");

    // A prepared statement keeps the plan that was made while its table was nearly empty. Pairs are compared because
    // only this index has them: the primary key also has id alone, but would find a recipient by reading all
    // deliveries.
    private static final String BY_RECIPIENT = """
            select d.message_id as id, d.ordinal, d.email, d.state, d.attempts, d.code, d.enhanced_code, d.updated_at
            from delivery d
            where (hashtextextended(%1$s, d.account_id), d.message_id) < (hashtextextended($7, %2$d), $1)
              and (hashtextextended(%1$s, d.account_id), d.message_id) >= (hashtextextended($7, %2$d), $2)
              and %1$s = $7 and d.account_id = %2$d
            order by hashtextextended(%1$s, d.account_id) desc, d.message_id desc limit $3""".formatted(KEY, Account.DEFAULT);
    private static final String BY_TAG = """
            select t.message_id as id from message_tag t
            where t.tag = hashtextextended($7, %d) and t.message_id < $1 and t.message_id >= $2
            order by t.message_id desc limit $3""".formatted(Account.DEFAULT);
    private static final String BY_CAMPAIGN = """
            select n.id from message n
            where n.account_id = %d and (n.campaign, n.id) < ($7, $1) and (n.campaign, n.id) >= ($7, $2)
              and n.campaign is not null
            order by n.campaign desc, n.id desc limit $3""".formatted(Account.DEFAULT);
    private static final String BY_TIME =
            "select n.id from message n where n.id < $1 and n.id >= $2 order by n.id desc limit $3";

    private static final String DELIVERY =
            ", l.ordinal, l.email, l.state, l.attempts, l.code, l.enhanced_code, l.updated_at";

    // The first part returns a row even if nothing is found, with the position of the next page. "offset 0" makes
    // PostgreSQL look up each message by its id; a join planned while the tables were nearly empty may compare all rows
    // with all.
    private static final String PAGE = """
            with looked as materialized (%1$s)
            select s.looked, s.last, f.*
            from (select count(*) as looked, (array_agg(id order by id))[1] as last from looked) s
            left join lateral (
                select %2$s %3$s
                from (select l.* from looked l,
                          lateral (select n.* from message n where n.id = l.id offset 0) m
                      where m.accepted_at >= $4 and m.accepted_at < $5 %4$s order by l.id desc limit $6) l,
                     lateral (select n.* from message n where n.id = l.id offset 0) m
                left join lateral (select n.body from content n where n.claim_check = m.content offset 0) c on true) f on true
            order by f.id desc
            """;

    private final Pool pool;

    @Inject
    public MessageSearch(Pool pool) {
        this.pool = pool;
    }

    /**
     * The search conditions; null for any.
     *
     * @param recipient the key of an address ({@link AddressKey})
     * @param campaign as supplied
     * @param tag {@code name:value}
     * @param state of the recipient's delivery; only with a recipient
     * @param from the first moment of acceptance
     * @param to the moment after the last one
     */
    public record Query(String recipient, String campaign, String tag, State state, Instant from, Instant to) {

        /** Whether an index alone answers the search. */
        private boolean simple() {
            return Stream.of(recipient, campaign, tag).filter(Objects::nonNull).count() <= 1
                    && state == null
                    && from == null
                    && to == null;
        }
    }

    /** @param delivery that of the recipient searched for, or null */
    public record Hit(StoredMessage message, StoredDelivery delivery) {
        Hit with(StoredMessage other) {
            return new Hit(other, delivery);
        }
    }

    /** @param next the id before which the next page begins; null on the last page */
    public record Page(List<Hit> hits, UUID next) {}

    /** @param before the id before which the page begins, or null */
    public Uni<Page> page(Query query, UUID before, int rows) {
        int limit = query.simple() ? rows : SCAN;
        Instant from = query.from() == null ? Instant.EPOCH.plus(BETWEEN) : query.from();
        Instant to = query.to() == null ? FAR : query.to();
        Tuple tuple = Tuple.tuple()
                .addValue(before == null ? Ids.firstOf(to.plus(BETWEEN)) : before)
                .addValue(Ids.firstOf(from.minus(BETWEEN)))
                .addValue(limit)
                .addValue(from.atOffset(ZoneOffset.UTC))
                .addValue(to.atOffset(ZoneOffset.UTC))
                .addValue(rows);
        String sql = sql(query, tuple);
        return pool.preparedQuery(sql).execute(tuple).map(found -> page(found, rows, limit, query.recipient() != null));
    }

    static String sql(Query query, Tuple tuple) {
        String source = source(query, tuple);
        StringBuilder filters = new StringBuilder();
        if (query.campaign() != null && !source.equals(BY_CAMPAIGN)) {
            filters.append(" and m.campaign = $").append(added(tuple, query.campaign()));
        }
        if (query.tag() != null) {
            filters.append(" and exists (select from jsonb_each_text(m.tags) t where t.key || ':' || t.value = $")
                    .append(added(tuple, query.tag()))
                    .append(')');
        }
        if (query.state() != null) {
            filters.append(" and l.state = $").append(added(tuple, query.state().code()));
        }
        return PAGE.formatted(
                source,
                StoredMessage.COLUMNS.formatted(StoredMessage.OPENING),
                query.recipient() == null ? "" : DELIVERY,
                filters);
    }

    /** The condition whose index usually has the fewest entries. */
    private static String source(Query query, Tuple tuple) {
        if (query.recipient() != null) {
            added(tuple, query.recipient());
            return BY_RECIPIENT;
        }
        if (query.tag() != null) {
            added(tuple, query.tag());
            return BY_TAG;
        }
        if (query.campaign() != null) {
            added(tuple, query.campaign());
            return BY_CAMPAIGN;
        }
        return BY_TIME;
    }

    /** Its number. */
    private static int added(Tuple tuple, Object value) {
        tuple.addValue(value);
        return tuple.size();
    }

    private static Page page(RowSet<Row> found, int rows, int limit, boolean ofRecipient) {
        List<Hit> hits = new ArrayList<>(found.size());
        UUID next = null;
        for (Row row : found) {
            if (row.getLong("looked") == limit) {
                next = row.getUUID("last");
            }
            if (row.getUUID("id") != null) {
                hits.add(new Hit(StoredMessage.of(row), ofRecipient ? delivery(row) : null));
            }
        }
        if (hits.size() == rows) {
            next = hits.get(rows - 1).message().id();
        }
        return new Page(hits, next);
    }

    private static StoredDelivery delivery(Row row) {
        return new StoredDelivery(
                row.getInteger("ordinal"),
                row.getString("email"),
                State.of(row.getShort("state")),
                row.getShort("attempts"),
                row.getShort("code"),
                row.getString("enhanced_code"),
                row.getOffsetDateTime("updated_at").toInstant());
    }
}
