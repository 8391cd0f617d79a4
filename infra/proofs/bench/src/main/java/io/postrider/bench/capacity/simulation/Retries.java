package io.postrider.bench.capacity.simulation;

import java.util.Random;

/** The waits after a 4yz reply, as the sender's {@code postrider.settle.*} has them by default. */
final class Retries {
    private static final double[] DELAYS = {60, 300, 900, 1_800};
    private static final double TRANSACTIONAL = 15;
    private static final double LONGEST = 4 * 3_600;
    private static final double JITTER = 0.1;

    private Retries() {}

    /**
     * Seconds from this attempt to the next.
     *
     * @param attempt the one that was refused, from 1
     */
    static double delay(boolean transactional, int attempt, Random random) {
        return delay(transactional, attempt) * (1 + JITTER * (2 * random.nextDouble() - 1));
    }

    static double delay(boolean transactional, int attempt) {
        int last = DELAYS.length;
        double delay = attempt <= last ? DELAYS[attempt - 1] : DELAYS[last - 1] * Math.pow(2, attempt - last);
        if (transactional) {
            delay = Math.min(delay, TRANSACTIONAL * Math.pow(2, attempt - 1));
        }
        return Math.min(delay, LONGEST);
    }
}
