package io.postrider.bench.soak.verdict;

import java.util.Locale;

/** Numbers as people read them: three digits, more before the point. */
final class Figure {
    private Figure() {}

    static String of(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value)) {
            return "–";
        }
        String format = size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
