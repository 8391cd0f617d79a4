package io.postrider.bench.soak;

import io.postrider.bench.soak.load.Traffic;
import io.postrider.bench.soak.readings.Samples;
import io.postrider.bench.soak.readings.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads all sources every {@value Samples#INTERVAL_SECONDS} seconds. */
public final class Sampler implements AutoCloseable {
    private static final int LINES_PER_WORD = 6;

    private final List<Source> sources;
    private final Path file;
    private final Samples samples = new Samples();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private long begin;

    /** @param file gets each line at once */
    public Sampler(List<Source> sources, Path file) {
        this.sources = sources;
        this.file = file;
    }

    /** The first reading of rates has no time before it, so it is taken and dropped. */
    public void begin() {
        read();
        begin = System.nanoTime();
        clock.scheduleAtFixedRate(this::sample, Samples.INTERVAL_SECONDS, Samples.INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    private void sample() {
        try {
            Map<String, Double> readings = new LinkedHashMap<>();
            readings.put(Samples.SECONDS, Math.rint((System.nanoTime() - begin) / 1e9));
            readings.putAll(read());
            samples.add(readings);
            samples.append(file);
            if (samples.size() % LINES_PER_WORD == 0) {
                System.out.printf(
                        "  %3.0f min: %,.0f mails/s, %,.0f on the way, p99 %,.0f ms%n",
                        readings.get(Samples.SECONDS) / 60,
                        readings.get(Traffic.DELIVERED),
                        readings.get(Traffic.ON_THE_WAY),
                        readings.get(Traffic.P99));
            }
        } catch (IOException | RuntimeException e) {
            System.out.println("  a sample is missing: " + e);
        }
    }

    private Map<String, Double> read() {
        Map<String, Double> readings = new LinkedHashMap<>();
        for (Source source : sources) {
            try {
                source.read(readings);
            } catch (Exception e) {
                System.out.printf("  %s cannot be read: %s%n", source.getClass().getSimpleName(), e);
            }
        }
        return readings;
    }

    /** Ends the reading and gives what was read. */
    public Samples end() {
        clock.shutdown();
        try {
            clock.awaitTermination(Duration.ofSeconds(Samples.INTERVAL_SECONDS).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return samples;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        for (Source source : sources) {
            if (source instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    System.out.println("  a source does not close: " + e);
                }
            }
        }
    }
}
