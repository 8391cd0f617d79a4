package io.postrider.bench.capacity.simulation;

import java.util.Random;
import java.util.function.ToDoubleFunction;

/** How long a connection is busy with one mail: from MAIL to the reply after the last dot, in seconds. */
public interface ServiceTime {
    double draw(Random random);

    double mean();

    /** Most are near the median and a few far above it, as mail servers answer. */
    static ServiceTime lognormal(double median, double sigma) {
        return of(random -> median * Math.exp(sigma * random.nextGaussian()), median * Math.exp(sigma * sigma / 2));
    }

    /** The one for which queueing has short formulas. */
    static ServiceTime exponential(double mean) {
        return of(random -> -mean * Math.log(1 - random.nextDouble()), mean);
    }

    private static ServiceTime of(ToDoubleFunction<Random> draw, double mean) {
        return new ServiceTime() {
            @Override
            public double draw(Random random) {
                return draw.applyAsDouble(random);
            }

            @Override
            public double mean() {
                return mean;
            }
        };
    }
}
