package io.postrider.bench.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The HTTP load generator wrk, with a script that makes the requests and writes its sums as JSON. */
public record Wrk(Peers peers, Path logs, Path script) {
    /** Closed loop: each connection sends its next request when it has its answer. */
    public static final int CONNECTIONS = 32;

    private static final String THREADS = "2";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param refused answers other than 2xx, and broken connections
     * @param p50 of the time to the answer, in ms
     * @param p99 likewise
     */
    public record Sums(long answered, double seconds, long refused, double p50, double p99) {
        public double rate() {
            return (answered - refused) / seconds;
        }
    }

    /** @param environment read by the script */
    public Sums run(URI target, Duration duration, Map<String, String> environment) {
        Path sums = logs.resolve("wrk.json");
        ProcessBuilder command = peers.command(
                peers.wrk(),
                "--threads",
                THREADS,
                "--connections",
                Integer.toString(CONNECTIONS),
                "--duration",
                duration.toSeconds() + "s",
                "--latency",
                "--timeout",
                "10s",
                "--script",
                script.toString(),
                target.toString());
        command.environment().putAll(environment);
        command.environment().put("BENCH_SUMS", sums.toString());
        Child.run("wrk", logs.resolve("wrk.log"), duration.plusSeconds(30), command);
        try {
            JsonNode read = JSON.readTree(Files.readAllBytes(sums));
            return new Sums(
                    read.get("answered").asLong(),
                    read.get("micros").asDouble() / 1e6,
                    read.get("refused").asLong(),
                    read.get("p50").asDouble() / 1e3,
                    read.get("p99").asDouble() / 1e3);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
