package io.postrider.bench;

import io.postrider.bench.report.Measure;
import io.postrider.bench.report.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** How a subject is measured: first runs that are not counted, then those that are. */
final class Runs {
    private Runs() {}

    /** Minimum time of uncounted runs: a Java process keeps compiling for some time, and all share the cores. */
    static Duration warm(Options options) {
        return options.smoke() ? Duration.ZERO : Duration.ofSeconds(20);
    }

    /** @param warm runs before the counted ones, at least one, take together at least so long */
    static Measure of(String subject, String what, String unit, int counted, Duration warm, Supplier<Run> once) {
        System.out.printf("%s: ", subject);
        Run last = once.get();
        for (double seconds = last.seconds(); seconds < warm.toSeconds(); seconds += last.seconds()) {
            last = once.get();
        }
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < counted; i++) {
            runs.add(once.get());
        }
        System.out.println();
        return new Measure(subject, what, unit, last, runs);
    }
}
