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
import io.postrider.bench.subject.Setup;
import io.postrider.local.LocalSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * B6: the services as native executables and on the JVM, with the same heap and the schema made before, as the chart
 * does it: from the start of a process to its readiness, resident memory when idle and after campaigns, and the rate of
 * a campaign. The worst of the three services counts.
 */
final class NativeBench {
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final String JVM = "JVM";
    private static final String NATIVE = "native";
    private static final String READY = ", start to ready";
    private static final String IDLE = ", idle";
    private static final String AFTER = ", after campaigns";
    private static final String CAMPAIGN = ", campaign";
    private static final List<Target> TARGETS = List.of(
            Target.atMost(NATIVE + READY, null, 200),
            Target.atMost(NATIVE + IDLE, null, 100),
            new Target(NATIVE + CAMPAIGN, JVM + CAMPAIGN, 0));

    private final Options options;
    private final List<Measure> measures = new ArrayList<>();

    NativeBench(Options options) {
        this.options = options;
    }

    Report run() {
        try (Sink sink = CountingSink.start(Peers.in(options.peers()), options.workspace())) {
            measure(JVM, List.of(), sink);
            measure(NATIVE, LocalSystem.SERVICES, sink);
        }
        return options.report(
                "native executables and the JVM; the slowest and the largest of the three services",
                Map.of("mails", options.mails()),
                measures,
                TARGETS);
    }

    private void measure(String flavour, List<String> executables, Sink sink) {
        Setup setup = options.setup()
                .with(flavour, "default settings, " + flavour, all -> all.withNativeExecutables(executables));
        try (Postrider postrider = Postrider.start(setup, sink)) {
            measures.add(of(flavour + READY, "ms", postrider, () -> slowest(postrider)));
            measures.add(of(flavour + IDLE, "MB", postrider, () -> {
                postrider.restart();
                LockSupport.parkNanos(options.smoke() ? 0 : QUIET.toNanos());
                return largest(postrider);
            }));
            measures.add(Campaign.of(options, options.mails()).measure(flavour + CAMPAIGN, postrider, sink));
            measures.add(new Measure(flavour + AFTER, postrider.what(), "MB", null, List.of(largest(postrider))));
        }
    }

    private Measure of(String subject, String unit, Postrider postrider, Supplier<Run> once) {
        return Runs.of(subject, postrider.what(), unit, options.runs(), Duration.ZERO, once);
    }

    private static Run slowest(Postrider postrider) {
        return worst(postrider.restart());
    }

    private static Run largest(Postrider postrider) {
        Map<String, Double> memory = Memory.of(postrider.processes());
        memory.keySet().retainAll(LocalSystem.SERVICES);
        return worst(memory);
    }

    private static Run worst(Map<String, Double> figures) {
        double worst =
                figures.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        System.out.printf("%,.0f ", worst);
        System.out.flush();
        return new Run(worst, 0, Map.of(), new LinkedHashMap<>(figures));
    }
}
