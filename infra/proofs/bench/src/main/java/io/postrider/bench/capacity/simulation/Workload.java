package io.postrider.bench.capacity.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What applications submit in a day.
 *
 * @param transactional mails of each hour
 * @param launches campaigns, each handed over at once
 */
public record Workload(List<Double> transactional, List<Launch> launches) {
    public static final int HOURS = 24;
    private static final double HOUR = 3_600;

    /** Percent of a day's mail in each hour. */
    private static final double[] CURVE = {
        0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 3, 7, 12.5, 11, 9, 7, 6, 7, 7, 6.5, 6, 5, 4, 3, 1.5, 0.7, 0.3
    };

    /** Campaigns of a day differ in size: the n-th largest has this power of n of the largest one's recipients. */
    private static final double SIZES = -0.5;

    /** @param at seconds since midnight */
    public record Launch(double at, int recipients) {}

    /**
     * @param transactionalShare 0 to 1
     * @param campaigns number of campaigns, at random times by the same curve
     */
    public static Workload day(double mails, double transactionalShare, int campaigns, Random random) {
        List<Double> transactional = Arrays.stream(CURVE)
                .mapToObj(percent -> mails * transactionalShare * percent / 100)
                .toList();
        double[] sizes = IntStream.rangeClosed(1, campaigns)
                .mapToDouble(rank -> Math.pow(rank, SIZES))
                .toArray();
        double all = Arrays.stream(sizes).sum();
        List<Launch> launches = new ArrayList<>();
        for (double size : sizes) {
            launches.add(new Launch(time(random), (int) (mails * (1 - transactionalShare) * size / all)));
        }
        return new Workload(transactional, List.copyOf(launches));
    }

    private static double time(Random random) {
        double percent = 100 * random.nextDouble();
        int hour = 0;
        while (percent >= CURVE[hour] && hour < HOURS - 1) {
            percent -= CURVE[hour++];
        }
        return HOUR * (hour + random.nextDouble());
    }

    /** The part of one slice, given their number. */
    public Workload dividedBy(int slices) {
        return new Workload(
                transactional.stream().map(mails -> mails / slices).toList(),
                launches.stream()
                        .map(launch -> new Launch(launch.at(), launch.recipients() / slices))
                        .toList());
    }

    /** With this number of additional campaign mails at the beginning of an hour, and twice the transactional mail in it. */
    public Workload withBurst(int hour, int recipients) {
        List<Double> more = new ArrayList<>(transactional);
        more.set(hour, 2 * more.get(hour));
        List<Launch> all = new ArrayList<>(launches);
        all.add(new Launch(hour * HOUR, recipients));
        return new Workload(more, all);
    }

    /** The campaign with the most recipients. */
    public Launch largest() {
        return launches.stream()
                .max((a, b) -> Integer.compare(a.recipients(), b.recipients()))
                .orElseThrow();
    }

    /** When the next transactional mail comes, in seconds since midnight; infinite after the day's last one. */
    public double nextTransactional(double now, Random random) {
        double from = now;
        for (int hour = (int) (now / HOUR); hour < HOURS; hour++) {
            double perSecond = transactional.get(hour) / HOUR;
            // Poisson arrivals are memoryless, so each hour may start with a new rate.
            double next = from - Math.log(1 - random.nextDouble()) / perSecond;
            if (next < (hour + 1) * HOUR) {
                return next;
            }
            from = (hour + 1) * HOUR;
        }
        return Double.POSITIVE_INFINITY;
    }
}
