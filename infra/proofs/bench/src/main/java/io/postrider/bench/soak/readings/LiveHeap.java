package io.postrider.bench.soak.readings;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What is live in each Java process, now and then; in between the last value stands. Each look is a full collection, which
 * stops the process for a moment and takes away what the collector would have left for later: it shows what leaks, but
 * resident memory and the slowest mails are then no longer those of a system that is left alone.
 */
public final class LiveHeap implements Source {
    private final Function<String, Map<String, Double>> look;
    private final int every;
    private final Map<String, Double> last = new TreeMap<>();
    private int readings;

    /**
     * @param look returns megabytes by process; its argument is the number of the look
     * @param every number of readings between two looks
     */
    public LiveHeap(Function<String, Map<String, Double>> look, int every) {
        this.look = look;
        this.every = every;
    }

    @Override
    public void read(Map<String, Double> into) {
        if (readings % every == 0) {
            last.putAll(look.apply("%03d".formatted(readings / every)));
        }
        readings++;
        last.forEach((name, megabytes) -> into.put("live_mb." + name, megabytes));
    }
}
