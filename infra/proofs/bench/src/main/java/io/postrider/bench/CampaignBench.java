package io.postrider.bench;

import io.postrider.bench.process.Peers;
import io.postrider.bench.report.Measure;
import io.postrider.bench.report.Report;
import io.postrider.bench.report.Report.Target;
import io.postrider.bench.sink.CountingSink;
import io.postrider.bench.sink.Sink;
import io.postrider.bench.subject.Direct;
import io.postrider.bench.subject.Haraka;
import io.postrider.bench.subject.Postfix;
import io.postrider.bench.subject.Postrider;
import io.postrider.bench.subject.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** B1: the same number of mails through each subject in turn, into the same sink. */
final class CampaignBench {
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
        Campaign campaign = Campaign.of(options, options.mails());
        try (Sink sink = CountingSink.start(peers, logs)) {
            Map<String, Supplier<Subject>> subjects = new LinkedHashMap<>();
            subjects.put("direct", () -> new Direct(peers, logs, sink, false));
            subjects.put("reconnecting", () -> new Direct(peers, logs, sink, true));
            subjects.put("postfix", () -> new Postfix(peers, logs, sink));
            subjects.put("haraka", () -> new Haraka(peers, logs, sink));
            subjects.put("postrider", () -> Postrider.start(options.setup(), sink));
            subjects.forEach((name, maker) -> {
                if (options.wants(name)) {
                    try (Subject subject = maker.get()) {
                        measures.add(campaign.measure(subject, sink));
                    }
                }
            });
        }
        return options.report(
                "campaign, from the first byte sent to the last mail at the sink",
                Map.of("mails", options.mails()),
                measures,
                TARGETS);
    }
}
