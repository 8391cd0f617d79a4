package io.postrider.bench.soak;

import io.postrider.bench.soak.load.Audit;
import io.postrider.bench.soak.readings.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * One soak, done.
 *
 * @param fullSpeed mails/s that the warm-up reached
 * @param rate mails/s that were offered
 * @param refusals calls of the API that were refused or failed and were made again
 * @param missed messages that were not submitted in their time
 * @param liveBefore megabytes of live objects of each Java process, before the steady load and after it
 */
record Soak(
        Instant begin,
        Duration length,
        double fullSpeed,
        int rate,
        long refusals,
        long missed,
        Samples samples,
        Audit audit,
        Map<String, Double> liveBefore,
        Map<String, Double> liveAfter) {

    /** Shorter ones are trials: compilers and caches are still at work in their second third. */
    static final Duration QUOTABLE = Duration.ofMinutes(30);

    boolean quotable() {
        return length.compareTo(QUOTABLE) >= 0;
    }
}
