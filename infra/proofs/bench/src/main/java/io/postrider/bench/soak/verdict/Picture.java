package io.postrider.bench.soak.verdict;

import io.postrider.bench.soak.readings.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** All panels as one SVG: small multiples over the same time, each with its own axis from 0. For light and dark pages. */
public final class Picture {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 400;
    private static final int HEIGHT = 240;
    private static final int GAP = 16;
    private static final int PADDING = 12;
    private static final int HEAD = 56;
    private static final int PLOT_LEFT = 52;
    private static final int PLOT_RIGHT = 14;
    private static final int PLOT_TOP = 104;
    private static final int PLOT_BOTTOM = 26;
    private static final int LEGEND_TOP = 56;
    private static final int LEGEND_ROW = 16;
    private static final double CHARACTER_WIDTH = 6.0;
    private static final int ENDS = 3;
    private static final double SECONDS_PER_MINUTE = 60;

    private static final String STYLE = """
            <style>
              svg { --page:#fcfcfb; --panel:#ffffff; --edge:#e4e3df; --ink:#0b0b0b; --soft:#52514e; --grid:#e9e8e4; --bad:#b3261e;
                --c0:#2a78d6; --c1:#1baa6f; --c2:#d9760b; --c3:#4a3aa7; --c4:#c8417e;
                font: 11px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
              @media (prefers-color-scheme: dark) {
                svg { --page:#1a1a19; --panel:#222221; --edge:#3a3937; --ink:#ffffff; --soft:#c3c2b7; --grid:#353432; --bad:#ff8a80;
                  --c0:#4c96ec; --c1:#2cc185; --c2:#e5892b; --c3:#9085e9; --c4:#e0679c; }
              }
              .page { fill: var(--page) } .panel { fill: var(--panel); stroke: var(--edge) }
              text { fill: var(--soft) } .title { fill: var(--ink); font-size: 13px; font-weight: 600 }
              .head { fill: var(--ink); font-size: 18px; font-weight: 600 } .bad { fill: var(--bad); font-weight: 600 }
              .grid { stroke: var(--grid); stroke-width: 1 } .line { fill: none; stroke-width: 1.5; stroke-linejoin: round }
              .value { fill: var(--ink); font-variant-numeric: tabular-nums }
            """;

    private final StringBuilder svg = new StringBuilder();
    private final Samples samples;
    private final List<Finding> findings;
    private final double[] seconds;

    private Picture(Samples samples, List<Finding> findings) {
        this.samples = samples;
        this.findings = findings;
        this.seconds = samples.column(Samples.SECONDS);
    }

    /** @param subtitle what was done, in a line */
    public static String draw(
            String title, String subtitle, List<Panel> panels, Samples samples, List<Finding> findings) {
        return new Picture(samples, findings).draw(title, subtitle, panels);
    }

    private String draw(String title, String subtitle, List<Panel> panels) {
        List<Panel> shown = panels.stream()
                .filter(panel -> findings.stream().anyMatch(one -> one.panel().equals(panel)))
                .toList();
        int rows = (shown.size() + COLUMNS - 1) / COLUMNS;
        int width = COLUMNS * WIDTH + (COLUMNS + 1) * GAP;
        int height = HEAD + rows * (HEIGHT + GAP) + GAP;
        put(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">",
                width, height, width);
        put("<title>%s</title>", escaped(title));
        svg.append(STYLE);
        for (int color = 0; color < 5; color++) {
            put("  .s%d { stroke: var(--c%d) } .f%d { fill: var(--c%d) }", color, color, color, color);
        }
        put("</style>");
        put("<rect class=\"page\" width=\"%d\" height=\"%d\"/>", width, height);
        put("<text class=\"head\" x=\"%d\" y=\"32\">%s</text>", GAP, escaped(title));
        put("<text x=\"%d\" y=\"52\">%s</text>", GAP, escaped(subtitle));
        for (int i = 0; i < shown.size(); i++) {
            int x = GAP + i % COLUMNS * (WIDTH + GAP);
            int y = HEAD + GAP + i / COLUMNS * (HEIGHT + GAP);
            put("<g transform=\"translate(%d %d)\">", x, y);
            panel(shown.get(i));
            put("</g>");
        }
        put("</svg>");
        return svg.toString();
    }

    private void panel(Panel panel) {
        List<Finding> own =
                findings.stream().filter(one -> one.panel().equals(panel)).toList();
        put("<rect class=\"panel\" width=\"%d\" height=\"%d\" rx=\"6\"/>", WIDTH, HEIGHT);
        put("<text class=\"title\" x=\"12\" y=\"22\">%s</text>", escaped(panel.title()));
        put("<text x=\"12\" y=\"38\">%s</text>", escaped(panel.unit()));
        boolean flat = own.stream().allMatch(Finding::flat);
        String word = panel.bound() == null ? "by design" : flat ? "flat" : "changed";
        put("<text class=\"%s\" x=\"%d\" y=\"38\" text-anchor=\"end\">%s</text>", flat ? "" : "bad", WIDTH - 12, word);
        double top = 0;
        double legendX = PADDING;
        int legendY = LEGEND_TOP;
        for (int i = 0; i < own.size(); i++) {
            double[] values = own.get(i).line().of(samples);
            String ends = ends(values);
            double length = 13 + (own.get(i).line().label().length() + 1 + ends.length()) * CHARACTER_WIDTH;
            if (legendX + length > WIDTH - PADDING) {
                legendX = PADDING;
                legendY += LEGEND_ROW;
            }
            legend(i, own.get(i), ends, legendX, legendY);
            legendX += length + PADDING;
            top = Math.max(
                    top,
                    Arrays.stream(values)
                            .filter(value -> !Double.isNaN(value))
                            .max()
                            .orElse(0));
        }
        axes(top);
        for (int i = 0; i < own.size(); i++) {
            curve(i, own.get(i).line().of(samples), niceTop(top));
        }
    }

    /** The first and the last value; medians of a few, since one reading may be a spike. */
    private static String ends(double[] values) {
        int end = values.length;
        return "%s → %s"
                .formatted(
                        Figure.of(Finding.median(values, 0, Math.min(ENDS, end))),
                        Figure.of(Finding.median(values, Math.max(0, end - ENDS), end)));
    }

    /** A line that changed is marked. */
    private void legend(int color, Finding finding, String ends, double x, int y) {
        put("<rect class=\"f%d\" x=\"%.0f\" y=\"%d\" width=\"9\" height=\"9\" rx=\"2\"/>", color, x, y - 8);
        put(
                "<text x=\"%.0f\" y=\"%d\">%s <tspan class=\"%s\">%s</tspan></text>",
                x + 13, y, escaped(finding.line().label()), finding.flat() ? "value" : "bad", ends);
    }

    private void axes(double top) {
        double nice = niceTop(top);
        for (int i = 0; i <= 2; i++) {
            double y = y(nice * i / 2, nice);
            put(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    PLOT_LEFT, WIDTH - PLOT_RIGHT, y, y);
            put(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    PLOT_LEFT - 6, y + 4, Figure.of(nice * i / 2));
        }
        double minutes = end() / SECONDS_PER_MINUTE;
        put("<text x=\"%d\" y=\"%d\">0</text>", PLOT_LEFT, HEIGHT - 9);
        put(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s min</text>",
                WIDTH - PLOT_RIGHT, HEIGHT - 9, Figure.of(Math.rint(minutes)));
    }

    private void curve(int color, double[] values, double top) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                pen = false; // A gap is shown as one.
                continue;
            }
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x(seconds[i]), y(values[i], top)));
            pen = true;
        }
        put("<path class=\"line s%d\" d=\"%s\"/>", color, path);
    }

    private double x(double second) {
        return PLOT_LEFT + (WIDTH - PLOT_LEFT - PLOT_RIGHT) * second / end();
    }

    private double end() {
        return Math.max(1, seconds.length == 0 ? 1 : seconds[seconds.length - 1]);
    }

    private static double y(double value, double top) {
        return HEIGHT - PLOT_BOTTOM - (HEIGHT - PLOT_TOP - PLOT_BOTTOM) * value / top;
    }

    /** The least of 1, 2, 4, 6, 8 and 10 times a power of ten that is not below it, so that its half is plain, too. */
    public static double niceTop(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 4, 6, 8}) {
            if (step * power >= value) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private void put(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
