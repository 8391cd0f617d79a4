package io.postrider.bench;

import io.postrider.bench.report.Measure;
import io.postrider.bench.report.Report;
import io.postrider.bench.report.Report.Target;
import io.postrider.bench.sink.Sink;
import io.postrider.bench.sink.TimedSink;
import io.postrider.bench.subject.Postrider;
import io.postrider.bench.subject.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** B8: a campaign to a mail server 20 ms away, with one sender and with two. */
final class SendersBench {
    private static final Duration DISTANCE = Duration.ofMillis(20);
    /** Ten connections at 40 ms a mail take 250 a second: a run of a quarter of the others' mails is as long as theirs. */
    private static final int FEWER = 4;

    private static final String ONE = "one sender";
    private static final String TWO = "two senders";
    private static final List<Target> TARGETS = List.of(new Target(TWO, ONE, 1.8));

    private final Options options;

    SendersBench(Options options) {
        this.options = options;
    }

    Report run() {
        List<Measure> measures = new ArrayList<>();
        int mails = options.mails() / FEWER;
        Campaign campaign = Campaign.of(options, mails);
        for (int senders = 1; senders <= 2; senders++) {
            int replicas = senders;
            Setup setup = options.setup()
                    .with(senders == 1 ? ONE : TWO, "default settings", all -> all.withReplicas("sender", replicas));
            try (Sink sink = new TimedSink(DISTANCE, (mail, at) -> {});
                    Postrider postrider = Postrider.start(setup, sink)) {
                measures.add(campaign.measure(postrider, sink));
            }
        }
        return options.report(
                "campaign to a mail server 20 ms away",
                Map.of("mails", mails, "round_trip_ms", DISTANCE.toMillis()),
                measures,
                TARGETS);
    }
}
