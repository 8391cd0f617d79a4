package io.postrider.bench.report;

/**
 * Two medians of the same bench, held against a target.
 *
 * @param to the baseline, or null: the value itself is held against the target
 * @param target at least this is wanted, or 0: only shown
 */
public record Ratio(String of, String to, double value, double target) {
    public boolean met() {
        return value >= target;
    }
}
