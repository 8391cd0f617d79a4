package io.postrider.routing;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a new route builds its reputation: a daily limit that grows. Days are UTC days.
 *
 * @param since the first day
 * @param daily mails of the first, second, … day; the days after the last have no limit
 */
public record WarmUp(LocalDate since, List<Integer> daily) {
    public WarmUp {
        daily = List.copyOf(daily);
    }

    /** The mails of a day; empty when the warm-up is over. Before it begins, the limit of its first day applies. */
    public OptionalInt limit(LocalDate day) {
        long number = Math.max(0, ChronoUnit.DAYS.between(since, day));
        return number < daily.size() ? OptionalInt.of(daily.get((int) number)) : OptionalInt.empty();
    }
}
