package io.postrider.fuzz;

import java.time.Duration;
import java.util.function.IntFunction;

/** How the CPU time of work grows with its input: linearly, or quadratically and worse. */
public final class Growth {
    /** The factor by which the input grows. */
    private static final int LONGER = 8;

    /** Linear growth takes 8 times as long, quadratic growth 64 times. */
    private static final int MOST = 28;

    /** Shorter times reveal more about the machine than about the work. */
    private static final Duration LEAST = Duration.ofMillis(1);

    private static final int RUNS = 4;

    private Growth() {}

    /** The fuzzed work, which may throw what it documents. */
    @FunctionalInterface
    public interface Work<T> {
        void on(T input) throws Exception;
    }

    /**
     * Has the work done for an input of {@code length / 8} and of {@code length}. {@code -Dfuzz.figures=true} prints the times.
     *
     * @param input makes one of a length
     * @throws AssertionError if the second takes more than 28 times as long as the first, or more than a second
     */
    public static <T> void assertLinear(String what, int length, IntFunction<T> input, Work<T> work) {
        T little = input.apply(length / LONGER);
        T much = input.apply(length);
        Duration shorter = Duration.ofDays(1);
        Duration longer = Duration.ofDays(1);
        // By turns: what the first runs take is compiled later than what the last ones take.
        for (int i = 0; i < RUNS && (i == 0 || longer.compareTo(ShortRun.ONE_INPUT) <= 0); i++) {
            shorter = least(shorter, timed(little, work));
            longer = least(longer, timed(much, work));
        }
        if (Boolean.getBoolean("fuzz.figures")) {
            System.out.printf("%s: %d takes %s, %d takes %s%n", what, length / LONGER, shorter, length, longer);
        }
        Duration base = shorter.compareTo(LEAST) < 0 ? LEAST : shorter;
        if (longer.compareTo(base.multipliedBy(MOST)) > 0 || longer.compareTo(ShortRun.ONE_INPUT) > 0) {
            throw new AssertionError(
                    "%s: %d takes %s, %d takes %s".formatted(what, length / LONGER, shorter, length, longer));
        }
    }

    private static <T> Duration timed(T input, Work<T> work) {
        Duration start = CpuTime.now();
        try {
            work.on(input);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return CpuTime.since(start);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
