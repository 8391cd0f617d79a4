package io.postrider.bench;

import io.postrider.bench.process.BenchException;
import io.postrider.bench.process.CpuTimes;
import io.postrider.bench.report.Measure;
import io.postrider.bench.report.Run;
import io.postrider.bench.sink.Sink;
import io.postrider.bench.subject.Subject;
import java.time.Duration;
import java.util.Map;

/**
 * Sends a number of mails through a subject into a sink, several times, after a warm-up that is not counted.
 *
 * @param runs counted runs
 * @param warm minimum total time of the runs before those, of which there is at least one
 */
record Campaign(int runs, int mails, Duration warm) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Campaign of(Options options, int mails) {
        return new Campaign(options.runs(), mails, Runs.warm(options));
    }

    Measure measure(Subject subject, Sink sink) {
        return measure(subject.name(), subject, sink);
    }

    Measure measure(String name, Subject subject, Sink sink) {
        return Runs.of(name, subject.what(), "mails/s", runs, warm, () -> once(subject, sink));
    }

    private Run once(Subject subject, Sink sink) {
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
            throw new BenchException("%s sent %d mails, the sink has %d: there are duplicates"
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
