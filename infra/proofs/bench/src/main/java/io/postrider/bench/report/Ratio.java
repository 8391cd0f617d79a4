package io.postrider.bench.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * Two medians of the same bench, held against a target.
 *
 * @param to the baseline, or null: the value itself is held against the target
 * @param target wanted, or 0: only shown
 * @param atMost whether less is better; else at least the target is wanted
 */
public record Ratio(String of, String to, double value, double target, boolean atMost) {
    public boolean met() {
        return atMost ? value <= target : value >= target;
    }

    /** As a person writes it: 10, 0.3, 5,000. */
    static String plain(double target) {
        return new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(target);
    }
}
