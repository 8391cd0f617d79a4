package io.postrider.store.audit;

import io.postrider.store.audit.OpenWeek.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The sums of the weeks in which nothing is in flight any more. */
final class ClosedWeeks {
    private static final String SUMS = """
            select null::smallint, coalesce(sum(recipients), 0)::bigint from closed_week where not first_day = any($1)
            union all
            select state, sum(deliveries)::bigint from closed_sum where not first_day = any($1) group by state
            """;
    private static final String ADD = """
            with closed as (
                insert into closed_week (first_day, recipients) values ($1, $2) on conflict do nothing returning first_day
            )
            insert into closed_sum (first_day, account_id, state, deliveries)
            select first_day, account_id, state, deliveries
            from closed, unnest($3::int[], $4::smallint[], $5::bigint[]) as g(account_id, state, deliveries)
            """;

    private ClosedWeeks() {}

    /** @param open first days of weeks that are counted otherwise: another process may just be closing one */
    static Uni<Void> sums(Pool pool, Collection<LocalDate> open, Tally tally) {
        return pool.preparedQuery(SUMS)
                .execute(Tuple.of(open.toArray(LocalDate[]::new)))
                .invoke(rows -> rows.forEach(row -> tally.add(row.getShort(0), row.getLong(1))))
                .replaceWithVoid();
    }

    static Uni<Void> add(Pool pool, List<OpenWeek> weeks) {
        if (weeks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        OpenWeek week = weeks.get(0);
        List<Map.Entry<Kind, Long>> sums = List.copyOf(week.deliveries().entrySet());
        Tuple tuple = Tuple.of(
                week.firstDay,
                week.accepted(),
                sums.stream().map(sum -> sum.getKey().account()).toArray(Integer[]::new),
                sums.stream().map(sum -> sum.getKey().state()).toArray(Short[]::new),
                sums.stream().map(Map.Entry::getValue).toArray(Long[]::new));
        return pool.preparedQuery(ADD).execute(tuple).chain(() -> add(pool, weeks.subList(1, weeks.size())));
    }
}
