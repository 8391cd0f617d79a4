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
import io.postrider.bench.subject.CopiedRows;
import io.postrider.bench.subject.Postrider;
import io.postrider.bench.subject.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * B7: recipients accepted durably per second, 1,000 per request, without further processing, compared with COPY of the
 * same rows.
 */
final class UploadBench {
    private static final String UPLOAD = "POST /v1/messages";
    private static final String COPY = "COPY";
    private static final List<Target> TARGETS = List.of(new Target(UPLOAD, COPY, 0.3));

    /** A run of as many as the other benches send is over in half a second. */
    private static final int MORE = 5;

    private final Options options;
    private final int recipients;

    UploadBench(Options options) {
        this.options = options;
        this.recipients = options.smoke() ? options.mails() : options.mails() * MORE;
    }

    Report run() {
        Path logs = options.workspace();
        Peers peers = Peers.in(options.peers());
        List<Measure> measures = new ArrayList<>();
        try (Sink sink = CountingSink.start(peers, logs);
                Postrider postrider = Postrider.start(options.setup(), sink)) {
            postrider.stopAllButIngest();
            measures.add(measure(
                    UPLOAD,
                    "1,000 recipients a request; router and sender are stopped",
                    Runs.warm(options),
                    () -> upload(postrider)));
            CopiedRows rows = new CopiedRows(postrider, logs, recipients);
            measures.add(measure(
                    COPY,
                    "the last of these rows from a file into identical tables and indexes",
                    Duration.ZERO,
                    () -> copy(rows)));
        }
        return options.report(
                "recipients of a campaign accepted durably", Map.of("recipients", recipients), measures, TARGETS);
    }

    private Measure measure(String subject, String what, Duration warm, Supplier<Run> once) {
        return Runs.of(subject, what, "rows/s", options.runs(), warm, () -> shown(once.get()));
    }

    private static Run shown(Run run) {
        System.out.printf("%,.0f/s ", run.value());
        System.out.flush();
        return run;
    }

    private Run upload(Postrider postrider) {
        Subject.Submission submission = postrider.prepare(recipients);
        CpuTimes cpu = CpuTimes.of(postrider.processes());
        long start = System.nanoTime();
        submission.send();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Run(
                recipients / seconds,
                seconds,
                CpuTimes.of(postrider.processes()).perMail(cpu, recipients),
                Map.of("resident_mb", Memory.of(postrider.processes())));
    }

    private Run copy(CopiedRows rows) {
        double seconds = rows.copy();
        return new Run(recipients / seconds, seconds, Map.of(), Map.of());
    }
}
