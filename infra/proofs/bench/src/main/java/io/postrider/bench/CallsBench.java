package io.postrider.bench;

import io.postrider.bench.process.BenchException;
import io.postrider.bench.process.Peers;
import io.postrider.bench.report.Measure;
import io.postrider.bench.report.Report;
import io.postrider.bench.report.Report.Target;
import io.postrider.bench.report.Run;
import io.postrider.bench.sink.CountingSink;
import io.postrider.bench.sink.Sink;
import io.postrider.bench.subject.Latencies.Percentiles;
import io.postrider.bench.subject.Postrider;
import io.postrider.bench.subject.Years;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/** The latency of read calls when the ledger has 10,000,000 deliveries, each call about a different message. */
final class CallsBench {
    private static final int MOST_MS = 50;
    private static final int CALLS = 500;
    private static final int IDS = 200;

    private final Options options;
    private final int messages;
    private final Random random = new Random(7);

    CallsBench(Options options) {
        this.options = options;
        this.messages = options.smoke() ? 20 : 10_000;
    }

    Report run() {
        Path logs = options.workspace();
        Peers peers = Peers.in(options.peers());
        List<Measure> measures = new ArrayList<>();
        try (Sink sink = CountingSink.start(peers, logs);
                Postrider postrider = Postrider.start(options.setup(), sink)) {
            Years.write(postrider, messages);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < IDS; i++) {
                ids.add(Years.id(postrider, random.nextInt(messages)));
            }
            calls(ids).forEach((name, path) -> {
                mustFind(name, postrider.get(path.apply(0)));
                measures.add(measure(name, path, postrider));
            });
        }
        return options.report(
                "read calls, with %,d deliveries and as many events stored, 99th percentile"
                        .formatted((long) messages * Years.RECIPIENTS),
                Map.of("calls", CALLS),
                measures,
                measures.stream()
                        .map(measure -> Target.atMost(measure.subject(), null, MOST_MS))
                        .toList());
    }

    private Map<String, IntFunction<String>> calls(List<String> ids) {
        Map<String, IntFunction<String>> calls = new LinkedHashMap<>();
        calls.put("message", i -> "/v1/messages/" + ids.get(i % IDS));
        calls.put("deliveries", i -> "/v1/messages/" + ids.get(i % IDS) + "/deliveries?limit=500");
        calls.put("deliveries that bounced", i -> "/v1/messages/" + ids.get(i % IDS) + "/deliveries?state=bounced");
        calls.put("events", i -> "/v1/messages/" + ids.get(i % IDS) + "/events?limit=500");
        calls.put("suppression", i -> "/v1/suppressions/gone%d@mail%d.example".formatted(i % IDS, i % 10));
        calls.put("dead letters", i -> "/v1/dead-letters");
        calls.put("routes", i -> "/v1/routes");
        return calls;
    }

    /** A call that finds nothing is fast for the wrong reason. */
    private static void mustFind(String name, byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        boolean found = switch (name) {
            case "message" -> text.contains("\"delivered\":%d".formatted(Years.RECIPIENTS - Years.BOUNCED));
            case "deliveries", "deliveries that bounced", "events", "suppression" -> text.contains("@mail");
            default -> true;
        };
        if (!found) {
            throw new BenchException("%s: the call did not find the written data: %.300s".formatted(name, text));
        }
    }

    private Measure measure(String name, IntFunction<String> path, Postrider postrider) {
        return Runs.of(
                name,
                path.apply(0).replaceAll("[0-9a-f-]{36}", "{id}"),
                "ms",
                options.runs(),
                Duration.ZERO,
                () -> once(path, postrider));
    }

    private Run once(IntFunction<String> path, Postrider postrider) {
        long[] nanos = new long[CALLS];
        long begun = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            long start = System.nanoTime();
            postrider.get(path.apply(i));
            nanos[i] = System.nanoTime() - start;
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        Percentiles percentiles = Percentiles.of(nanos);
        System.out.printf("%.1f ms ", percentiles.p99());
        System.out.flush();
        return new Run(
                percentiles.p99(),
                seconds,
                Map.of(),
                Map.of("p50_ms", percentiles.p50(), "slowest_ms", percentiles.slowest()));
    }
}
