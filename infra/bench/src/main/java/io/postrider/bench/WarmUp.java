package io.postrider.bench;

import io.postrider.bench.report.Run;
import java.time.Duration;
import java.util.function.Supplier;

/** Runs that are not counted: a Java process goes on compiling for some time, and all share the cores. */
final class WarmUp {
    private WarmUp() {}

    /** How long a bench warms up at least, unless it is a smoke run. */
    static Duration of(Options options) {
        return options.smoke() ? Duration.ZERO : Duration.ofSeconds(20);
    }

    /** The last of so many runs, at least one, that they take together at least so long. */
    static Run last(Duration least, Supplier<Run> once) {
        Run last = once.get();
        for (double seconds = last.seconds(); seconds < least.toSeconds(); seconds += last.seconds()) {
            last = once.get();
        }
        return last;
    }
}
