package io.postrider.bench;

import io.postrider.bench.process.CpuTimes;
import io.postrider.bench.process.Memory;
import io.postrider.bench.process.Peers;
import io.postrider.bench.report.Measure;
import io.postrider.bench.report.Report;
import io.postrider.bench.report.Report.Target;
import io.postrider.bench.report.Run;
import io.postrider.bench.sink.CountingSink;
import io.postrider.bench.sink.Sink;
import io.postrider.bench.subject.Postrider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** B5: the delivery rate while recipients are accepted at the same rate, with few and with many queued. */
final class BacklogBench {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CHUNK = 5_000;
    private static final String FEW = "10,000 queued";
    private static final String MANY = "1,000,000 queued";
    private static final String LARGEST = "largest process";
    private static final List<Target> TARGETS = List.of(new Target(MANY, FEW, 0.9), Target.atMost(LARGEST, null, 512));

    private final Options options;
    private final int few;
    private final int many;
    private long submitted;

    BacklogBench(Options options) {
        this.options = options;
        this.few = options.smoke() ? 1_000 : 10_000;
        this.many = options.smoke() ? 10_000 : 1_000_000;
    }

    Report run() {
        Path logs = options.workspace();
        Peers peers = Peers.in(options.peers());
        List<Measure> measures = new ArrayList<>();
        List<Run> largest = new ArrayList<>();
        try (Sink sink = CountingSink.start(peers, logs);
                Postrider postrider = Postrider.start(options.setup(), sink)) {
            measures.add(measure(FEW, few, postrider, sink, largest));
            measures.add(measure(MANY, many, postrider, sink, largest));
        }
        measures.add(new Measure(
                LARGEST,
                "resident memory after the run with the most; for PostgreSQL its largest process",
                "MB",
                null,
                List.of(Collections.max(largest, Comparator.comparingDouble(Run::value)))));
        return options.report(
                "campaign with few and with many recipients queued, refilled at the rate of delivery",
                Map.of("mails", options.mails(), "few", few, "many", many),
                measures,
                TARGETS);
    }

    private Measure measure(String name, int level, Postrider postrider, Sink sink, List<Run> largest) {
        postrider.stopSender();
        fill(level, postrider, sink);
        postrider.startSender();
        return Runs.of(
                name,
                postrider.what(),
                "mails/s",
                options.runs(),
                Runs.warm(options),
                () -> once(level, postrider, sink, largest));
    }

    private void fill(int level, Postrider postrider, Sink sink) {
        while (submitted - sink.total() < level) {
            postrider.prepare(CHUNK).send();
            submitted += CHUNK;
        }
    }

    /** The time in which this number of mails is delivered; the queue is refilled meanwhile. */
    private Run once(int level, Postrider postrider, Sink sink, List<Run> largest) {
        long begun = sink.total();
        CpuTimes cpu = CpuTimes.of(postrider.processes());
        long start = System.nanoTime();
        while (sink.total() < begun + options.mails()) {
            fill(level, postrider, sink);
            sink.await(Math.min(begun + options.mails(), submitted - level + CHUNK), PATIENCE);
        }
        long mails = sink.total() - begun;
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Double> memory = Memory.of(postrider.processes());
        double most =
                memory.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        largest.add(new Run(most, seconds, Map.of(), new LinkedHashMap<>(memory)));
        System.out.printf("%,.0f/s ", mails / seconds);
        System.out.flush();
        return new Run(
                mails / seconds,
                seconds,
                CpuTimes.of(postrider.processes()).perMail(cpu, (int) mails),
                Map.of("resident_mb", memory));
    }
}
