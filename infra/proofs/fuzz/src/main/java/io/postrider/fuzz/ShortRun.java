package io.postrider.fuzz;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.SplittableRandom;

/**
 * A run that fits into each build: all the inputs that are kept, then changes of them, for some seconds. The n-th input is the
 * same in every run of one seed, however many a machine gets through. {@code -Dfuzz.seconds=60 -Dfuzz.seed=7} runs longer, and
 * other ones.
 */
public final class ShortRun {
    /** What a target is: throws if a property does not hold for these bytes. */
    @FunctionalInterface
    public interface Target {
        void take(byte[] bytes) throws Exception;
    }

    /** CPU time that one input may take. Much for the longest that is taken, and nothing for what grows out of hand. */
    static final Duration ONE_INPUT = Duration.ofSeconds(1);

    private static final Path FOLDER = Path.of("src/test/resources/fuzz");

    /** Inputs of a build. A fast machine must not come to one that nobody has tried: {@code -Dfuzz.seconds=600} takes them all. */
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

    /** @param name of the folder of inputs below {@code src/test/resources/fuzz}; @param mostBytes of an input */
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
            // What the first input of a kind costs is the loading of classes: only what is slow each time is slow.
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
