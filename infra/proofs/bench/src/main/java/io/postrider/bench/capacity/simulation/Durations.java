package io.postrider.bench.capacity.simulation;

import java.util.Arrays;

/** How long it took each of many, in seconds. */
public final class Durations {
    private double[] seconds = new double[1_024];
    private int count;
    private boolean sorted;

    public void add(double duration) {
        if (count == seconds.length) {
            seconds = Arrays.copyOf(seconds, 2 * count);
        }
        seconds[count++] = duration;
        sorted = false;
    }

    public int count() {
        return count;
    }

    public double mean() {
        return Arrays.stream(seconds, 0, count).average().orElse(Double.NaN);
    }

    /**
     * The smallest that is not exceeded by this part of all; NaN if there is none.
     *
     * @param part above 0, up to 1
     */
    public double quantile(double part) {
        if (!sorted) {
            Arrays.sort(seconds, 0, count);
            sorted = true;
        }
        return count == 0 ? Double.NaN : seconds[(int) Math.ceil(part * count) - 1];
    }
}
