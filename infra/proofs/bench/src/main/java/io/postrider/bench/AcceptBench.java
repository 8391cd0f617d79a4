package io.postrider.bench;

import io.postrider.bench.process.BenchException;
import io.postrider.bench.process.CpuTimes;
import io.postrider.bench.process.Peers;
import io.postrider.bench.process.PgBench;
import io.postrider.bench.process.Wrk;
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
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * B4: how many single messages per second the API accepts durably from 32 connections, while the rest of the system
 * delivers them on the same cores, and with the rest of the system stopped, which shows the capacity of ingest-service,
 * PostgreSQL and the broker. For comparison: the same service answering without any work, and the same PostgreSQL
 * inserting plain rows.
 */
final class AcceptBench {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Four Java processes compile on the cores that they share. */
    private static final Duration WARM = Duration.ofSeconds(90);

    private static final String ALL = "delivered meanwhile";
    private static final String ALONE = "delivered later";
    private static final String IDLE = "idle endpoint";
    private static final String ROWS = "pgbench";

    private static final List<Target> TARGETS = List.of(
            new Target(ALL, null, 5_000),
            new Target(ALL, ROWS, 2),
            new Target(ALONE, null, 5_000),
            new Target(ALONE, ROWS, 2),
            new Target(ALONE, IDLE, 0));

    private final Options options;
    private final Duration duration;

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
                        IDLE,
                        "GET of the liveness check, which does no work",
                        Duration.ZERO,
                        () -> idle(wrk, postrider)));
            }
            if (options.wants("pgbench")) {
                PgBench pgbench = postrider.pgbench(peers);
                measures.add(measure(
                        ROWS,
                        "one row a transaction, 32 clients, the same PostgreSQL",
                        Duration.ZERO,
                        () -> rows(pgbench, postrider)));
            }
            if (options.wants("postrider")) {
                measures.add(measure(
                        ALL,
                        "POST /v1/messages, one message to one recipient, 4 KB of text and HTML, all different recipients",
                        WARM,
                        () -> delivered(wrk, postrider, sink)));
            }
            if (options.wants("later")) {
                postrider.stopAllButIngest();
                measures.add(measure(
                        ALONE,
                        "the same with router and sender stopped",
                        WARM.dividedBy(3),
                        () -> messages(wrk, postrider, (sums, details) -> {})));
            }
        }
        return options.report(
                "single messages accepted durably, 32 connections",
                Map.of("seconds", duration.toSeconds(), "connections", Wrk.CONNECTIONS),
                measures,
                TARGETS);
    }

    private Measure measure(String subject, String what, Duration warm, Supplier<Run> once) {
        return Runs.of(
                subject, what, "/s", options.runs(), options.smoke() ? Duration.ZERO : warm, () -> shown(once.get()));
    }

    private static Run shown(Run run) {
        System.out.printf("%,.0f/s ", run.value());
        System.out.flush();
        return run;
    }

    private Run idle(Wrk wrk, Postrider postrider) {
        CpuTimes cpu = CpuTimes.of(postrider.processes());
        Wrk.Sums sums = wrk.run(postrider.ingest().resolve("/"), duration, Map.of());
        return run(sums, CpuTimes.of(postrider.processes()).perMail(cpu, (int) sums.answered()), Map.of());
    }

    private Run rows(PgBench pgbench, Postrider postrider) {
        CpuTimes cpu = CpuTimes.of(postrider.processes());
        PgBench.Sums sums = pgbench.run(Wrk.CONNECTIONS, duration);
        int rows = (int) (sums.rate() * duration.toSeconds());
        Map<String, Double> spent = CpuTimes.of(postrider.processes()).perMail(cpu, rows);
        return new Run(sums.rate(), duration.toSeconds(), spent, Map.of("average_ms", sums.latency()));
    }

    /** The rate of deliveries while the load ran: mail that was only accepted must not increase the figure. */
    private Run delivered(Wrk wrk, Postrider postrider, Sink sink) {
        long before = sink.total();
        // Each run starts with an empty system. For each connection, up to one message was accepted whose answer was
        // not read.
        Run accepted = messages(wrk, postrider, (sums, details) -> {
            details.put("delivered_meanwhile", sink.total() - before);
            long start = System.nanoTime();
            long last = sink.await(before + sums.answered() - sums.refused(), PATIENCE);
            details.put("drained_after_seconds", Math.max(0, (last - start) / 1e9));
            details.put("accepted_per_second", sums.rate());
        });
        long delivered = (Long) accepted.details().get("delivered_meanwhile");
        return new Run(
                Math.min(accepted.value(), delivered / accepted.seconds()),
                accepted.seconds(),
                accepted.cpuMicrosPerMail(),
                accepted.details());
    }

    private Run messages(Wrk wrk, Postrider postrider, BiConsumer<Wrk.Sums, Map<String, Object>> afterwards) {
        CpuTimes cpu = CpuTimes.of(postrider.processes());
        Wrk.Sums sums = wrk.run(postrider.ingest(), duration, postrider.singles());
        Map<String, Double> spent = CpuTimes.of(postrider.processes()).perMail(cpu, (int) sums.answered());
        // A smoke run meets a cold system, which refuses requests above its capacity.
        if (sums.refused() > 0 && !options.smoke()) {
            throw new BenchException("%d of %d requests were refused; see the log of ingest-service"
                    .formatted(sums.refused(), sums.answered()));
        }
        Map<String, Object> details = new LinkedHashMap<>();
        afterwards.accept(sums, details);
        return run(sums, spent, details);
    }

    private static Run run(Wrk.Sums sums, Map<String, Double> cpu, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>(more);
        details.put("p50_ms", sums.p50());
        details.put("p99_ms", sums.p99());
        return new Run(sums.rate(), sums.seconds(), cpu, details);
    }
}
