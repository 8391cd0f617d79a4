package io.postrider.bench;

import io.postrider.bench.process.CpuTimes;
import io.postrider.bench.report.Measure;
import io.postrider.bench.report.Report;
import io.postrider.bench.report.Report.Target;
import io.postrider.bench.report.Run;
import io.postrider.bench.sink.Sink;
import io.postrider.bench.sink.TimedSink;
import io.postrider.bench.subject.Latencies;
import io.postrider.bench.subject.Postrider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * B3: 50 transactional mails a second, each from its call to its last byte at the mail server; first in an idle system,
 * then behind a campaign with more mails than the sender can send meanwhile, then behind bulk mails of the maximum
 * rendered size, with the heap sizes of the chart.
 */
final class LatencyBench {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RATE = 50;
    private static final int CHUNK = 10_000;
    private static final String IDLE = "idle";
    private static final String LOADED = "behind a campaign";
    private static final String HOSTILE = "behind hostile bulk";
    private static final List<Target> TARGETS =
            List.of(Target.atMost(LOADED, IDLE, 2), Target.atMost(LOADED, null, 75), Target.atMost(HOSTILE, null, 200));

    private static final int SWOLLEN_MAILS = 50;
    private static final Duration SWOLLEN_PATIENCE = Duration.ofMinutes(5);

    private final Options options;
    private final Duration duration;
    private final int queued;
    private final int swollen;

    LatencyBench(Options options) {
        this.options = options;
        this.duration = Duration.ofSeconds(options.smoke() ? 3 : 20);
        this.queued = options.smoke() ? 1_000 : 100_000;
        this.swollen = options.smoke() ? 2 : 60;
    }

    Report run() {
        Latencies latencies = new Latencies();
        List<Measure> measures = new ArrayList<>();
        try (Sink sink = new TimedSink(Duration.ZERO, latencies);
                Postrider postrider = Postrider.start(options.setup(), sink)) {
            warm(postrider, sink);
            measures.add(measure(IDLE, "50 single messages a second", () -> idle(postrider, sink, latencies)));
            measures.add(measure(
                    LOADED,
                    "the same, with %,d recipients of a campaign queued at the start".formatted(queued),
                    () -> loaded(postrider, sink, latencies)));
            measures.add(measure(
                    HOSTILE,
                    "the same, with %,d bulk mails of a million bytes each queued at the start"
                            .formatted(swollen * SWOLLEN_MAILS),
                    () -> hostile(postrider, sink, latencies)));
        }
        return options.report(
                "a transactional mail, from the call to the mail server, 99th percentile",
                Map.of("seconds", duration.toSeconds(), "rate", RATE, "queued", queued),
                measures,
                TARGETS);
    }

    /** A campaign, and more single mails than the measured ones: at their rate it would take a quarter of an hour. */
    private void warm(Postrider postrider, Sink sink) {
        long before = sink.total();
        postrider.prepare(options.mails()).send();
        postrider.prepareSingles(options.mails()).send();
        sink.await(before + 2L * options.mails(), PATIENCE);
    }

    private Measure measure(String subject, String what, Supplier<Run> once) {
        return Runs.of(subject, what, "ms", options.runs(), Duration.ZERO, once);
    }

    private Run idle(Postrider postrider, Sink sink, Latencies latencies) {
        long before = sink.total();
        Run run = singles(postrider, latencies);
        sink.await(before + RATE * duration.toSeconds(), PATIENCE);
        return run;
    }

    private Run loaded(Postrider postrider, Sink sink, Latencies latencies) {
        long before = sink.total();
        long submitted = 0;
        while (submitted - (sink.total() - before) < queued) {
            postrider.prepare(CHUNK).send();
            submitted += CHUNK;
        }
        Run run = singles(postrider, latencies);
        sink.await(before + submitted + RATE * duration.toSeconds(), PATIENCE);
        return run;
    }

    private Run hostile(Postrider postrider, Sink sink, Latencies latencies) {
        long before = sink.total();
        postrider.prepareSwollen(swollen, SWOLLEN_MAILS).send();
        Run run = singles(postrider, latencies);
        sink.await(before + (long) swollen * SWOLLEN_MAILS + RATE * duration.toSeconds(), SWOLLEN_PATIENCE);
        return run;
    }

    private Run singles(Postrider postrider, Latencies latencies) {
        int count = (int) (RATE * duration.toSeconds());
        CpuTimes cpu = CpuTimes.of(postrider.processes());
        Latencies.Percentiles percentiles = latencies.of(postrider, RATE, count);
        System.out.printf("%.0f ms ", percentiles.p99());
        System.out.flush();
        return new Run(
                percentiles.p99(),
                duration.toSeconds(),
                CpuTimes.of(postrider.processes()).perMail(cpu, count),
                Map.of("p50_ms", percentiles.p50(), "p99_ms", percentiles.p99(), "slowest_ms", percentiles.slowest()));
    }
}
