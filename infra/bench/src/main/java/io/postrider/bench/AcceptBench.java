package io.postrider.bench;

import io.postrider.bench.report.Measure;
import io.postrider.bench.report.Report;
import io.postrider.bench.report.Report.Target;
import io.postrider.bench.report.Run;
import io.postrider.bench.subject.BenchException;
import io.postrider.bench.subject.CountingSink;
import io.postrider.bench.subject.CpuTimes;
import io.postrider.bench.subject.Peers;
import io.postrider.bench.subject.PgBench;
import io.postrider.bench.subject.Postrider;
import io.postrider.bench.subject.Sink;
import io.postrider.bench.subject.Wrk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * B4: how many single messages a second the API takes durably from 32 connections, while the rest of the system delivers
 * them; beside it the same service answering without any work, and the same PostgreSQL taking plain rows.
 */
final class AcceptBench {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Accepts before the counted runs, as many as B1 warms up with: five Java processes compile while they are few. */
    private static final int WARM_ACCEPTS = 20_000;

    private static final int MOST_WARM_UPS = 8;

    private static final List<Target> TARGETS = List.of(
            new Target("POST /v1/messages", null, 5_000),
            new Target("POST /v1/messages", "pgbench", 2),
            new Target("POST /v1/messages", "idle endpoint", 0));

    private final Options options;
    private final Duration duration;
    private boolean warm;

    AcceptBench(Options options) {
        this.options = options;
        this.duration = Duration.ofSeconds(options.smoke() ? 3 : 15);
    }

    Report run() {
        Path logs = options.workspace();
        Peers peers = Peers.in(options.peers());
        Wrk wrk = new Wrk(peers, logs, options.home().resolve("src/main/wrk/load.lua"));
        List<Measure> measures = new ArrayList<>();
        try (Sink sink = CountingSink.start(peers, logs);
                Postrider postrider = Postrider.start(options.setup(), sink)) {
            if (options.wants("idle")) {
                measures.add(measure(
                        "idle endpoint", "GET of the liveness check, which does no work", () -> idle(wrk, postrider)));
            }
            if (options.wants("pgbench")) {
                PgBench pgbench = postrider.pgbench(peers);
                measures.add(measure(
                        "pgbench",
                        "one row a transaction, 32 clients, the same PostgreSQL",
                        () -> rows(pgbench, postrider)));
            }
            if (options.wants("postrider")) {
                measures.add(measure(
                        "POST /v1/messages",
                        "one message to one recipient, 4 KB of text and HTML, all different recipients; delivered meanwhile",
                        () -> warmed(wrk, postrider, sink)));
            }
        }
        return options.report(
                "single messages accepted durably, 32 connections",
                Map.of("seconds", duration.toSeconds(), "connections", Wrk.CONNECTIONS),
                measures,
                TARGETS);
    }

    private Measure measure(String subject, String what, Supplier<Run> once) {
        System.out.printf("%s: ", subject);
        Run warmUp = shown(once.get());
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < options.runs(); i++) {
            runs.add(shown(once.get()));
        }
        System.out.println();
        return new Measure(subject, what, "/s", warmUp, runs);
    }

    private static Run shown(Run run) {
        System.out.printf("%,.0f/s ", run.value());
        System.out.flush();
        return run;
    }

    private Run idle(Wrk wrk, Postrider postrider) {
        CpuTimes cpu = CpuTimes.of(postrider.processes());
        Wrk.Sums sums = wrk.run(postrider.ingest().resolve("/q/health/live"), duration, Map.of());
        return run(sums, CpuTimes.of(postrider.processes()).perMail(cpu, (int) sums.answered()), Map.of());
    }

    private Run rows(PgBench pgbench, Postrider postrider) {
        CpuTimes cpu = CpuTimes.of(postrider.processes());
        PgBench.Sums sums = pgbench.run(Wrk.CONNECTIONS, duration);
        int rows = (int) (sums.rate() * duration.toSeconds());
        Map<String, Double> spent = CpuTimes.of(postrider.processes()).perMail(cpu, rows);
        return new Run(sums.rate(), duration.toSeconds(), spent, Map.of("average_ms", sums.latency()));
    }

    /** The first run, which is not counted, goes on until the services are warm. */
    private Run warmed(Wrk wrk, Postrider postrider, Sink sink) {
        Run last = messages(wrk, postrider, sink);
        for (int more = 1; !warm && !options.smoke() && more < MOST_WARM_UPS && sink.total() < WARM_ACCEPTS; more++) {
            last = messages(wrk, postrider, sink);
        }
        warm = true;
        return last;
    }

    private Run messages(Wrk wrk, Postrider postrider, Sink sink) {
        long before = sink.total();
        CpuTimes cpu = CpuTimes.of(postrider.processes());
        Wrk.Sums sums = wrk.run(postrider.ingest(), duration, postrider.singles());
        long meanwhile = sink.total() - before;
        Map<String, Double> spent = CpuTimes.of(postrider.processes()).perMail(cpu, (int) sums.answered());
        if (sums.refused() > 0) {
            throw new BenchException("%d of %d requests were refused; see the log of ingest-service"
                    .formatted(sums.refused(), sums.answered()));
        }
        long start = System.nanoTime();
        // Each run begins with an empty system. Up to one message for each connection was accepted and its answer not
        // read.
        long last = sink.await(before + sums.answered(), PATIENCE);
        double drain = Math.max(0, (last - start) / 1e9);
        return run(sums, spent, Map.of("delivered_meanwhile", meanwhile, "drained_after_seconds", drain));
    }

    private static Run run(Wrk.Sums sums, Map<String, Double> cpu, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>(more);
        details.put("p50_ms", sums.p50());
        details.put("p99_ms", sums.p99());
        return new Run(sums.rate(), sums.seconds(), cpu, details);
    }
}
