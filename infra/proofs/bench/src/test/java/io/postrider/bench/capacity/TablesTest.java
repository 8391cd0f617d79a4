package io.postrider.bench.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.bench.capacity.Outlook.Growth;
import io.postrider.bench.capacity.simulation.Observations;
import io.postrider.bench.capacity.sizing.Examples;
import io.postrider.bench.capacity.sizing.Sizing;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TablesTest {
    private static final Outlook OUTLOOK = Outlook.of(Examples.sizing(1_500_000), 5);

    @Test
    void everyTableHasItsFigures() {
        List<Sizing> sizes = List.of(Examples.sizing(1e6), Examples.sizing(1e8));
        SizeTables formulas = new SizeTables(Examples.ASSUMPTIONS, Examples.COSTS, sizes);
        DayTables days = new DayTables(List.of(OUTLOOK));

        String text = Stream.of(
                        formulas.assumptions(),
                        formulas.costs(),
                        formulas.sizes(),
                        formulas.thresholds(),
                        days.usual(),
                        days.sites(),
                        days.faults())
                .reduce("", String::concat);

        assertTrue(text.contains("| of a campaign | 50 | 40 | 200 | 100 | 50 | 440 |"), text);
        assertTrue(text.contains("| a route: the rate of small | 40 | 1.2 million |"), text);
        assertTrue(text.contains("| routes (addresses) | 1 | 87 |"), text);
        assertTrue(text.contains("| " + Outlook.SLOW_DAY + " | 1,500,000 |"), text);
        assertFalse(text.contains("NaN") || text.contains("Infinity"), text);
    }

    @Test
    void theSiteThatAsksForLessIsTheOneWhoseBacklogGrows() {
        Observations slow = OUTLOOK.days().get(Outlook.SLOW_DAY);

        Growth growth = OUTLOOK.growth(slow);

        assertEquals("large", growth.site());
        assertTrue(growth.mails() > 1_000, growth::toString);
        assertTrue(growth.seconds() >= 2 * 3_600, growth::toString);
    }

    @Test
    void theUsualDayDoesNotDifferFromItself() {
        assertEquals(new Growth("", 0, 0), OUTLOOK.growth(OUTLOOK.usualDay()));
    }

    @Test
    void figuresHaveTwoOrThreeDigits() {
        assertEquals("12.5 %", Words.percent(0.125));
        assertEquals("1,234", Words.number(1_234.4));
        assertEquals("46 min", Words.duration(2_760));
        assertEquals("4.7 h", Words.duration(16_920));
        assertEquals("359 ms", Words.duration(0.359));
        assertEquals("2.2 TB", Words.bytes(2.2e12));
        assertEquals("02:05 of the next day", Words.clock(26 * 3_600 + 300));
    }
}
