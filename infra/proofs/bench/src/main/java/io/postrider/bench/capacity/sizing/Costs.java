package io.postrider.bench.capacity.sizing;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.bench.report.ResultFile;
import io.postrider.bench.soak.readings.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What a mail costs, as measured.
 *
 * @param campaign CPU of a mail of a campaign, by B1
 * @param single CPU of a message to one recipient, by B4
 * @param soak CPU of a mail of the soak, nearly all of campaigns: another measurement to hold against the first
 * @param rows bytes in PostgreSQL, by the soak
 * @param connections to PostgreSQL, by the soak
 * @param wire bytes on the broker, as the codec writes them
 * @param sources the results that were read, with their commits
 */
public record Costs(
        Cpu campaign, Cpu single, Cpu soak, Rows rows, Connections connections, Wire wire, List<String> sources) {

    /** µs of one core for a mail, in each process. */
    public record Cpu(double ingest, double router, double sender, double postgres, double broker) {
        Cpu mixedWith(Cpu other, double share) {
            return new Cpu(
                    mixed(ingest, other.ingest, share),
                    mixed(router, other.router, share),
                    mixed(sender, other.sender, share),
                    mixed(postgres, other.postgres, share),
                    mixed(broker, other.broker, share));
        }

        private static double mixed(double own, double other, double share) {
            return (1 - share) * own + share * other;
        }
    }

    /**
     * Bytes of a row with its part of the indexes.
     *
     * @param events rows of delivery_event for a delivery
     * @param outbox bytes of the outbox for a recipient of a campaign, compressed as PostgreSQL does
     * @param outboxIndex bytes of the outbox's indexes for a batch
     */
    public record Rows(
            double delivery,
            double event,
            double events,
            double message,
            double key,
            double content,
            double outbox,
            double outboxIndex) {}

    /** The most that one replica of each service had open. */
    public record Connections(double ingest, double router, double sender) {}

    /** @throws IllegalStateException if a result is missing or lacks a figure */
    public static Costs read(Path results) throws IOException {
        JsonNode campaigns = newest(results, "B1");
        JsonNode singles = newest(results, "B4");
        JsonNode soak = newest(results, "soak");
        Path file = ResultFile.newestFile(results, "soak", ".csv").orElseThrow(() -> missing(results, "soak"));
        Samples samples = Samples.read(file);
        return new Costs(
                cpu(campaigns, "Postrider"),
                cpu(singles, "delivered meanwhile"),
                cpu(samples),
                rows(samples),
                new Connections(
                        most(samples, "connections.ingest"),
                        most(samples, "connections.router"),
                        most(samples, "connections.sender")),
                Wire.ofBench(),
                List.of(source(campaigns), source(singles), source(soak)));
    }

    private static JsonNode newest(Path results, String bench) throws IOException {
        return ResultFile.newest(results, bench).orElseThrow(() -> missing(results, bench));
    }

    private static IllegalStateException missing(Path results, String bench) {
        return new IllegalStateException("%s has no result of %s: run infra/proofs/bench/run %s first (not --smoke)"
                .formatted(results, bench, bench));
    }

    private static String source(JsonNode report) {
        return "%s of %s at %s"
                .formatted(
                        report.path("bench").asText(),
                        report.path("date").asText().substring(0, 10),
                        report.path("machine").path("commit").asText());
    }

    private static Cpu cpu(JsonNode report, String subject) {
        JsonNode measure = StreamSupport.stream(report.path("measures").spliterator(), false)
                .filter(one -> one.path("subject").asText().equals(subject))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the newest result of %s is without %s"
                        .formatted(report.path("bench").asText(), subject)));
        return new Cpu(
                median(measure, "ingest"),
                median(measure, "router"),
                median(measure, "sender"),
                median(measure, "postgres"),
                median(measure, "broker"));
    }

    private static double median(JsonNode measure, String process) {
        double[] micros = StreamSupport.stream(measure.path("runs").spliterator(), false)
                .map(run -> run.path("cpuMicrosPerMail").path(process))
                .filter(JsonNode::isNumber)
                .mapToDouble(JsonNode::asDouble)
                .sorted()
                .toArray();
        if (micros.length == 0) {
            throw new IllegalStateException("the runs of %s do not tell the CPU time of %s"
                    .formatted(measure.path("subject").asText(), process));
        }
        return micros[(micros.length - 1) / 2];
    }

    private static Cpu cpu(Samples samples) {
        return new Cpu(
                micros(samples, "ingest"),
                micros(samples, "router"),
                micros(samples, "sender"),
                micros(samples, "postgres"),
                micros(samples, "broker"));
    }

    /** Over the whole soak: its readings are of equal times. */
    private static double micros(Samples samples, String process) {
        double mails = Arrays.stream(samples.column("delivered_per_s")).sum();
        return 1e6 * Arrays.stream(samples.column("cpu." + process)).sum() / mails;
    }

    private static double most(Samples samples, String column) {
        return Arrays.stream(samples.column(column)).max().orElseThrow();
    }

    private static Rows rows(Samples samples) {
        double deliveries = last(samples, "rows.delivery");
        return new Rows(
                bytesOfRow(samples, "delivery"),
                bytesOfRow(samples, "delivery_event"),
                last(samples, "rows.delivery_event") / deliveries,
                bytesOfRow(samples, "message"),
                bytesOfRow(samples, "idempotency_key"),
                bytesOfRow(samples, "content"),
                1e6 * last(samples, "total_mb.outbox_batch") / deliveries,
                1e6 * last(samples, "indexes_mb.outbox_batch") / last(samples, "rows.outbox_batch"));
    }

    private static double bytesOfRow(Samples samples, String table) {
        return 1e6 * last(samples, "total_mb." + table) / last(samples, "rows." + table);
    }

    private static double last(Samples samples, String column) {
        double[] readings = samples.column(column);
        for (int i = readings.length - 1; i >= 0; i--) {
            if (readings[i] > 0) {
                return readings[i];
            }
        }
        throw new IllegalStateException("the newest soak has no reading of " + column);
    }
}
