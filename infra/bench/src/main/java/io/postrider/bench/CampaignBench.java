package io.postrider.bench;

import io.postrider.bench.report.Machine;
import io.postrider.bench.report.Measure;
import io.postrider.bench.report.Report;
import io.postrider.bench.report.Report.Target;
import io.postrider.bench.report.Run;
import io.postrider.bench.subject.BenchException;
import io.postrider.bench.subject.CountingSink;
import io.postrider.bench.subject.CpuTimes;
import io.postrider.bench.subject.Direct;
import io.postrider.bench.subject.Haraka;
import io.postrider.bench.subject.Peers;
import io.postrider.bench.subject.Postfix;
import io.postrider.bench.subject.Postrider;
import io.postrider.bench.subject.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** B1: the same number of mails through each subject, one subject after the other, into the same sink. */
final class CampaignBench {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<Target> TARGETS = List.of(
            new Target("Postrider", "Postfix", 10),
            new Target("Postrider", "Haraka", 6),
            new Target("Postrider", "direct", 0.3),
            new Target("Postrider", "direct, reconnecting", 0));

    private final Options options;

    CampaignBench(Options options) {
        this.options = options;
    }

    Report run() {
        Path logs = options.workspace();
        Peers peers = Peers.in(options.peers());
        List<Measure> measures = new ArrayList<>();
        try (CountingSink sink = CountingSink.start(peers, logs)) {
            Map<String, Supplier<Subject>> subjects = new LinkedHashMap<>();
            subjects.put("direct", () -> new Direct(peers, logs, sink, false));
            subjects.put("reconnecting", () -> new Direct(peers, logs, sink, true));
            subjects.put("postfix", () -> new Postfix(peers, logs, sink));
            subjects.put("haraka", () -> new Haraka(peers, logs, sink));
            subjects.put("postrider", () -> Postrider.start(logs, sink, options.project(), options.jfr()));
            subjects.forEach((name, maker) -> {
                if (options.wants(name)) {
                    try (Subject subject = maker.get()) {
                        measures.add(measure(subject, sink));
                    }
                }
            });
        }
        return new Report(
                "B1",
                "campaign, from the first byte sent to the last mail at the sink",
                Instant.now(),
                !options.quotable(),
                Machine.describe(options.project()),
                Map.of("mails", options.mails(), "runs", options.runs(), "flight_recorder", options.jfr()),
                measures,
                Report.ratios(measures, TARGETS));
    }

    private Measure measure(Subject subject, CountingSink sink) {
        System.out.printf("%s: ", subject.name());
        // Of the same size for all: a JVM that has just started is still compiling after a few thousand mails.
        Run warmUp = once(subject, sink, options.mails());
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < options.runs(); i++) {
            runs.add(once(subject, sink, options.mails()));
        }
        System.out.println();
        return new Measure(subject.name(), subject.what(), "mails/s", warmUp, runs);
    }

    private Run once(Subject subject, CountingSink sink, int mails) {
        Subject.Submission submission = subject.prepare(mails);
        long before = sink.total();
        CpuTimes cpu = CpuTimes.of(subject.processes());
        long start = System.nanoTime();
        submission.send();
        long accepted = System.nanoTime();
        long last = sink.await(before + mails, PATIENCE);
        Map<String, Double> spent = CpuTimes.of(subject.processes()).perMail(cpu, mails);
        subject.settle();
        long settled = System.nanoTime();
        if (sink.total() != before + mails) {
            throw new BenchException("%s sent %d mails, the sink has %d: some came twice"
                    .formatted(subject.name(), mails, sink.total() - before));
        }
        double seconds = (last - start) / 1e9;
        System.out.printf("%,.0f/s ", mails / seconds);
        System.out.flush();
        return new Run(
                mails / seconds,
                seconds,
                spent,
                Map.of(
                        "accepted_after_seconds",
                        (accepted - start) / 1e9,
                        "settled_after_seconds",
                        (settled - start) / 1e9));
    }
}
