package io.postrider.fuzz;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.SplittableRandom;

/**
 * A run short enough for each build: all stored inputs, then mutations of them, for some seconds. The n-th input is the
 * same in every run with one seed, however many a machine manages. {@code -Dfuzz.seconds=60 -Dfuzz.seed=7} runs longer,
 * with other inputs.
 */
public final class ShortRun {
    /** A fuzz target: throws if a property does not hold for these bytes. */
    @FunctionalInterface
    public interface Target {
        void take(byte[] bytes) throws Exception;
    }

    /** Maximum CPU time of one input: ample for the longest allowed input, but exceeded quickly by superlinear work. */
    static final Duration ONE_INPUT = Duration.ofSeconds(1);

    private static final Path FOLDER = Path.of("src/test/resources/fuzz");

    /**
     * Maximum inputs of a build, so that a fast machine does not reach an input that was never tried: {@code
     * -Dfuzz.seconds=600} runs them all.
     */
    private static final int INPUTS = 20_000;

    private static final long SECONDS = 4;

    private final String name;
    private final Seeds seeds;
    private final int mostBytes;

    private ShortRun(String name, Seeds seeds, int mostBytes) {
        this.name = name;
        this.seeds = seeds;
        this.mostBytes = mostBytes;
    }

    /**
     * @param name of the folder of inputs below {@code src/test/resources/fuzz};
     * @param mostBytes of an input
     */
    public static ShortRun of(String name, int mostBytes) {
        return of(name, FOLDER.resolve(name), mostBytes);
    }

    static ShortRun of(String name, Path folder, int mostBytes) {
        return new ShortRun(name, Seeds.of(folder), mostBytes);
    }

    /** @throws AssertionError with the input for the first one that fails */
    public void run(Target target) {
        for (byte[] input : seeds.inputs()) {
            take(target, input, "a kept input");
        }
        long seed = Long.getLong("fuzz.seed", 20_261_124L);
        Long seconds = Long.getLong("fuzz.seconds");
        int most = seconds == null ? INPUTS : Integer.MAX_VALUE;
        long end = System.nanoTime()
                + Duration.ofSeconds(seconds == null ? SECONDS : seconds).toNanos();
        Mutations mutations = new Mutations(seeds.inputs(), seeds.words(), mostBytes);
        SplittableRandom random = new SplittableRandom(seed);
        int taken = 0;
        while (taken < most && System.nanoTime() < end) {
            take(target, mutations.input(random.split()), "input %d of seed %d".formatted(taken, seed));
            taken++;
        }
    }

    private void take(Target target, byte[] input, String which) {
        try {
            Duration took = timed(target, input);
            // The first input of a kind includes the loading of classes: only an input that is slow every time is slow.
            for (int again = 0; again < 2 && took.compareTo(ONE_INPUT) > 0; again++) {
                Duration next = timed(target, input);
                took = next.compareTo(took) < 0 ? next : took;
            }
            if (took.compareTo(ONE_INPUT) > 0) {
                throw new AssertionError("took " + took);
            }
        } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(
                    "%s, %s fails: %s%nThese are its bytes as base64, to be kept as a file of %s:%n%s"
                            .formatted(
                                    name,
                                    which,
                                    e,
                                    FOLDER.resolve(name),
                                    Base64.getEncoder().encodeToString(input)),
                    e);
        }
    }

    private static Duration timed(Target target, byte[] input) throws Exception {
        Duration start = CpuTime.now();
        // Its own bytes, should the target write into them.
        target.take(input.clone());
        return CpuTime.since(start);
    }
}
