package io.postrider.bench.soak.verdict;

import io.postrider.bench.soak.readings.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The result of one measure: its medians over the second and the last third of the time. The first third is left out:
 * compilers, pools and caches fill.
 *
 * @param judged whether it has a bound
 * @param flat whether it kept it
 */
public record Finding(Panel panel, Panel.Line line, double second, double last, boolean judged, boolean flat) {
    private static final int THIRDS = 3;

    public static List<Finding> all(List<Panel> panels, Samples samples) {
        List<Finding> findings = new ArrayList<>();
        for (Panel panel : panels) {
            for (Panel.Line line : panel.lines()) {
                double[] values = line.of(samples);
                int third = values.length / THIRDS;
                double second = median(values, third, 2 * third);
                double last = median(values, 2 * third, values.length);
                if (!Double.isNaN(second) && !Double.isNaN(last)) {
                    boolean judged = panel.bound() != null;
                    findings.add(new Finding(
                            panel,
                            line,
                            second,
                            last,
                            judged,
                            !judged || panel.bound().holds(second, last)));
                }
            }
        }
        return findings;
    }

    /** Of those that were read; NaN if none was. */
    public static double median(double[] values, int from, int to) {
        double[] read = Arrays.stream(values, from, to)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return read.length == 0 ? Double.NaN : (read[(read.length - 1) / 2] + read[read.length / 2]) / 2;
    }

    public String word() {
        return !judged ? "by design" : flat ? "flat" : "CHANGED";
    }

    public String change() {
        return second == 0 ? "" : String.format(Locale.ROOT, "%+.1f %%", (last - second) / second * 100);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-48s %-16s %12s -> %12s %-12s %9s  %s",
                panel.title(),
                line.label(),
                Figure.of(second),
                Figure.of(last),
                panel.unit(),
                change(),
                word());
    }
}
