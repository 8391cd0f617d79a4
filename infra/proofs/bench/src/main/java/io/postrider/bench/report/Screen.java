package io.postrider.bench.report;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The report as a person reads it at the end of a run. */
public final class Screen {
    private static final int NAME_WIDTH = 22;

    private Screen() {}

    public static void print(Report report, PrintStream out) {
        out.printf("%n%s  %s%s%n%n", report.bench(), report.title(), report.smoke() ? " (a trial: do not quote)" : "");
        for (Measure measure : report.measures()) {
            out.printf(
                    Locale.ROOT,
                    "  %-" + NAME_WIDTH + "s %10s %s   runs: %s%n",
                    measure.subject(),
                    number(measure.median()),
                    measure.unit(),
                    runs(measure));
        }
        out.printf("%n  CPU per unit of work in the median run, µs (all cores together)%n");
        for (Measure measure : report.measures()) {
            Map<String, Double> cpu = measure.medianRun().cpuMicrosPerMail();
            if (!cpu.isEmpty()) {
                out.printf("  %-" + NAME_WIDTH + "s %s%n", measure.subject(), cpu(cpu));
            }
        }
        out.println();
        for (Ratio ratio : report.ratios()) {
            out.println("  " + line(ratio));
        }
    }

    private static String runs(Measure measure) {
        String counted = measure.runs().stream().map(run -> number(run.value())).collect(Collectors.joining(" "));
        return measure.warmUp() == null
                ? counted
                : "%s (before: %s)".formatted(counted, number(measure.warmUp().value()));
    }

    /** Three digits of what is small, whole numbers of what is not. */
    static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%,.1f" : "%,.0f", value);
    }

    private static String cpu(Map<String, Double> micros) {
        double sum = micros.values().stream().mapToDouble(Double::doubleValue).sum();
        String parts = micros.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%s %.0f", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(" · "));
        return String.format(Locale.ROOT, "%s  = %.0f", parts, sum);
    }

    private static String line(Ratio ratio) {
        String against = ratio.to() == null ? "alone" : "× " + ratio.to();
        String target = ratio.target() == 0
                ? ""
                : "   target %s%s  %s"
                        .formatted(
                                ratio.atMost() ? "at most " : "",
                                Ratio.plain(ratio.target()),
                                ratio.met() ? "met" : "MISSED");
        return String.format(Locale.ROOT, "%s = %,.2f %s%s", ratio.of(), ratio.value(), against, target);
    }
}
