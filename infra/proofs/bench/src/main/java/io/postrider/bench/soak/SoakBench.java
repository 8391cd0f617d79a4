package io.postrider.bench.soak;

import io.postrider.bench.process.BenchException;
import io.postrider.bench.soak.load.Arrivals;
import io.postrider.bench.soak.load.Audit;
import io.postrider.bench.soak.load.Load;
import io.postrider.bench.soak.load.Traffic;
import io.postrider.bench.soak.readings.BrokerQueues;
import io.postrider.bench.soak.readings.LiveHeap;
import io.postrider.bench.soak.readings.Samples;
import io.postrider.bench.soak.readings.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The soak from the start of the system to the audit. */
public final class SoakBench {
    /** The file in the workspace that gets each sample at once. */
    static final String SAMPLES = "samples.csv";

    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(60);
    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final Duration AUDIT = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int HALF = 2;
    private static final int LOOKS = 12;

    private final Path project;
    private final Path workspace;
    private final SoakReport report;

    /**
     * @param project where the packaged services lie
     * @param workspace gets data and logs of the system, the samples, heap histograms and recordings
     */
    public SoakBench(Path project, Path workspace, SoakReport report) {
        this.project = project;
        this.workspace = workspace;
        this.report = report;
    }

    /**
     * Runs it, prints and writes what it showed.
     *
     * @param mailsPerSecond 0: half of what the warm-up reaches
     * @param jfr records each Java process into the workspace
     * @param liveHeap looks at what is live in each Java process a dozen times
     * @return whether the audit found no difference and all measures were flat, if the run was long enough to judge
     */
    public boolean run(Duration length, int mailsPerSecond, boolean jfr, boolean liveHeap) throws IOException {
        return report.write(soak(length, mailsPerSecond, jfr, liveHeap));
    }

    private Soak soak(Duration length, int mailsPerSecond, boolean jfr, boolean liveHeap) {
        System.out.println("starting");
        try (Arrivals arrivals = new Arrivals();
                SoakSystem system = new SoakSystem(project, workspace, arrivals.port(), jfr);
                Load load = new Load(system.client(), arrivals)) {
            system.suppress();
            double fullSpeed = load.fullSpeed(warmUp(length));
            load.drain(DRAIN);
            int rate = mailsPerSecond > 0 ? mailsPerSecond : (int) Math.max(1, fullSpeed / HALF);
            System.out.printf(
                    "full speed %,.0f mails/s; from now on %,d mails/s for %d minutes%n",
                    fullSpeed, rate, length.toMinutes());
            Map<String, Double> liveBefore = system.liveHeap("before");
            Instant begin = Instant.now();
            List<Source> sources = new ArrayList<>(List.of(new Traffic(load, arrivals)));
            sources.addAll(system.sources());
            if (liveHeap) {
                sources.add(new LiveHeap(system::liveHeap, looksEvery(length)));
            }
            Samples samples = steady(system, load, sources, length, rate);
            load.drain(DRAIN);
            Audit audit = audit(system, load, arrivals);
            return new Soak(
                    begin,
                    length,
                    fullSpeed,
                    rate,
                    load.refusals(),
                    load.missed(),
                    samples,
                    audit,
                    liveBefore,
                    system.liveHeap("after"));
        }
    }

    /** Half of the time of a short soak, so that a trial is short, too. */
    private static Duration warmUp(Duration length) {
        Duration half = length.dividedBy(HALF);
        return half.compareTo(LONGEST_WARM_UP) < 0 ? half : LONGEST_WARM_UP;
    }

    private static int looksEvery(Duration length) {
        return (int) Math.max(1, length.toSeconds() / Samples.INTERVAL_SECONDS / LOOKS);
    }

    private Samples steady(SoakSystem system, Load load, List<Source> sources, Duration length, int rate) {
        try (Sampler sampler = new Sampler(sources, workspace.resolve(SAMPLES))) {
            load.begin(rate);
            sampler.begin();
            long end = System.nanoTime() + length.toNanos();
            while (System.nanoTime() < end) {
                load.check();
                system.requireAlive();
                LockSupport.parkNanos(LOOK.toNanos());
            }
            Samples samples = sampler.end();
            load.end();
            return samples;
        }
    }

    private static Audit audit(SoakSystem system, Load load, Arrivals arrivals) {
        try (Connection connection = system.connect();
                BrokerQueues queues = system.queues()) {
            return Audit.take(connection, queues, load, arrivals, AUDIT);
        } catch (SQLException e) {
            throw new BenchException("the ledger cannot be audited: " + e.getMessage(), e);
        }
    }
}
