package io.postrider.bench.capacity.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.bench.capacity.sizing.Costs.Cpu;
import io.postrider.bench.report.Measure;
import io.postrider.bench.report.Report;
import io.postrider.bench.report.ResultFile;
import io.postrider.bench.report.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostsTest {
    private static final String SAMPLES = """
            seconds,delivered_per_s,cpu.ingest,cpu.router,cpu.sender,cpu.broker,cpu.postgres,connections.ingest,\
            connections.router,connections.sender,rows.delivery,total_mb.delivery,rows.delivery_event,\
            total_mb.delivery_event,rows.message,total_mb.message,rows.idempotency_key,total_mb.idempotency_key,\
            rows.content,total_mb.content,rows.outbox_batch,total_mb.outbox_batch,indexes_mb.outbox_batch
            10,1000,0.05,0.04,0.3,0.1,0.1,8,5,5,10,1,10,1,10,1,10,1,10,1,10,1,1
            20,1000,0.05,0.04,0.1,0.1,0.1,6,5,4,1000,0.25,2000,0.3,10,0.002,10,0.003,2,0.01,5,0.04,0.0003
            """;

    @TempDir
    private Path results;

    @Test
    void cpuIsTheMedianOfTheNewestRuns() throws IOException {
        write("B1", "2026-11-01T10:00:00Z", "Postrider", 900);
        write("B1", "2026-11-02T10:00:00Z", "Postrider", 200, 300, 220);
        write("B4", "2026-11-02T10:00:00Z", "delivered meanwhile", 500);
        soak();

        Costs costs = Costs.read(results);

        assertEquals(new Cpu(220, 220, 220, 220, 220), costs.campaign());
        assertEquals(500, costs.single().broker());
        assertEquals("B1 of 2026-11-02 at abc", costs.sources().get(0));
    }

    @Test
    void bytesAndConnectionsAreThoseOfTheSoak() throws IOException {
        write("B1", "2026-11-02T10:00:00Z", "Postrider", 200);
        write("B4", "2026-11-02T10:00:00Z", "delivered meanwhile", 500);
        soak();

        Costs costs = Costs.read(results);

        assertEquals(new Costs.Rows(250, 150, 2, 200, 300, 5_000, 40, 60), costs.rows());
        assertEquals(new Costs.Connections(8, 5, 5), costs.connections());
        assertEquals(200, costs.soak().sender(), 1e-9);
    }

    @Test
    void aBatchHasAboutTheBytesOfItsRecipients() {
        Wire wire = Wire.ofBench();

        assertTrue(wire.recipient() > 150 && wire.recipient() < 300, wire::toString);
        assertTrue(wire.single() > wire.recipient(), wire::toString);
    }

    @Test
    void aMissingResultIsNamed() throws IOException {
        write("B1", "2026-11-02T10:00:00Z", "Postrider", 200);

        Exception missing = assertThrows(IllegalStateException.class, () -> Costs.read(results));

        assertTrue(
                missing.getMessage().contains("no result of B4: run infra/proofs/bench/run B4 first"),
                missing::getMessage);
    }

    @Test
    void aResultWithoutTheSubjectOrItsCpuIsNoSource() throws IOException {
        write("B1", "2026-11-02T10:00:00Z", "Postfix", 200);
        write("B4", "2026-11-02T10:00:00Z", "delivered meanwhile", 500);
        soak();
        assertEquals("the newest result of B1 is without Postrider", refusal());

        write("B1", "2026-11-03T10:00:00Z", "Postrider");
        assertEquals("the runs of Postrider do not tell the CPU time of ingest", refusal());
    }

    private String refusal() {
        return assertThrows(IllegalStateException.class, () -> Costs.read(results))
                .getMessage();
    }

    private void write(String bench, String date, String subject, double... micros) throws IOException {
        List<Run> runs = Arrays.stream(micros)
                .mapToObj(one -> new Run(1_000, 1, cpu(one), Map.of()))
                .toList();
        if (runs.isEmpty()) {
            runs = List.of(new Run(1_000, 1, Map.of(), Map.of()));
        }
        Measure measure = new Measure(subject, "what", "mails/s", null, runs);
        ResultFile.write(
                results,
                new Report(
                        bench,
                        "title",
                        Instant.parse(date),
                        false,
                        Map.of("commit", "abc"),
                        Map.of(),
                        List.of(measure),
                        List.of()));
    }

    private static Map<String, Double> cpu(double micros) {
        Map<String, Double> cpu = new HashMap<>();
        List.of("ingest", "router", "sender", "postgres", "broker").forEach(process -> cpu.put(process, micros));
        return cpu;
    }

    private void soak() throws IOException {
        Files.writeString(
                results.resolve("soak-2026-11-02T1000.json"),
                "{\"bench\": \"soak\", \"date\": \"2026-11-02T10:00:00Z\", \"machine\": {\"commit\": \"abc\"}}");
        Files.writeString(results.resolve("soak-2026-11-02T1000.csv"), SAMPLES);
    }
}
