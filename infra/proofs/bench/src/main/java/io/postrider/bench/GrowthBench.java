package io.postrider.bench;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cost of a mail as campaigns, queues and tables grow: campaigns of 10^4, 10^5 and 10^6 recipients in turn. */
final class GrowthBench {
    private static final List<Integer> SIZES = List.of(10_000, 100_000, 1_000_000);
    private static final List<Integer> SMOKE_SIZES = List.of(1_000, 2_000);

    /** Small campaigns are repeated until they have the same total number of mails. */
    private static final int ENOUGH = 100_000;

    private static final double STEADY = 0.9;

    private final Options options;

    GrowthBench(Options options) {
        this.options = options;
    }

    Report run() {
        Path logs = options.workspace();
        Peers peers = Peers.in(options.peers());
        List<Integer> sizes = options.smoke() ? SMOKE_SIZES : SIZES;
        List<Measure> measures = new ArrayList<>();
        try (Sink sink = CountingSink.start(peers, logs);
                Postrider postrider = Postrider.start(options.setup(), sink)) {
            for (int size : sizes) {
                int runs = options.smoke() ? 1 : Math.max(1, ENOUGH / size);
                // The first size warms the system up for all.
                Duration warm = size > sizes.get(0) ? Duration.ZERO : Runs.warm(options);
                Measure measure = new Campaign(runs, size, warm).measure(name(size), postrider, sink);
                measures.add(withSizes(measure, postrider));
            }
        }
        List<Target> targets = sizes.stream()
                .skip(1)
                .map(size -> new Target(name(size), name(sizes.get(0)), STEADY))
                .toList();
        return options.report(
                "campaigns of growing size, in a system that keeps all records", Map.of(), measures, targets);
    }

    private static String name(int size) {
        return "%,d recipients".formatted(size);
    }

    /** With the memory of the processes and the tables' bytes for a delivery, as they are afterwards. */
    private static Measure withSizes(Measure measure, Postrider postrider) {
        List<Run> runs = new ArrayList<>(measure.runs());
        Run last = runs.remove(runs.size() - 1);
        Map<String, Object> details = new LinkedHashMap<>(last.details());
        details.put("resident_mb", Memory.of(postrider.processes()));
        details.put("table_bytes_a_delivery", postrider.tableBytes());
        runs.add(new Run(last.value(), last.seconds(), last.cpuMicrosPerMail(), details));
        return new Measure(measure.subject(), measure.what(), measure.unit(), measure.warmUp(), runs);
    }
}
