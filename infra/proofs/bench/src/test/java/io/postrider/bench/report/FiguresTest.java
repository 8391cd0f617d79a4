package io.postrider.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.bench.report.Report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {
    private static final String README =
            "# Postrider\n" + Figures.SECTION.begin() + "\nold\n" + Figures.SECTION.end() + "\nmore\n";

    @TempDir
    private Path directory;

    @Test
    void theNewestQuotableResultReplacesWhatIsBetweenTheMarkers() throws IOException {
        Path results = directory.resolve("results");
        ResultFile.write(results, report("2026-11-01T10:00:00Z", false, 1_000));
        ResultFile.write(results, report("2026-11-02T10:00:00Z", false, 3_000));
        ResultFile.write(results, report("2026-11-03T10:00:00Z", true, 9_000));
        Path readme = Files.writeString(directory.resolve("README.md"), README);

        Figures.summary(readme, results, List.of("B1", "B4"));

        String text = Files.readString(readme);
        assertTrue(
                text.contains("| B1 | Postrider: 3,000 mails/s | Postfix: 300 mails/s | 10.00 × | 10 ×: met |"), text);
        assertTrue(text.contains("| B1 | Postrider: 3,000 mails/s |  |  | 5,000: **missed** |"), text);
        assertTrue(text.startsWith("# Postrider\n" + Figures.SECTION.begin()), text);
        assertTrue(text.endsWith(Figures.SECTION.end() + "\nmore\n"), text);
    }

    @Test
    void theDetailsHaveEveryRunAndTheCpuOfTheMedian() throws IOException {
        Path results = directory.resolve("results");
        ResultFile.write(results, report("2026-11-02T10:00:00Z", false, 3_000));
        Path document = Files.writeString(directory.resolve("performance.md"), README);

        Figures.details(document, results, List.of("B1"));

        String text = Files.readString(document);
        assertTrue(text.contains("### B1: campaign\nany, 2 cores, 2026-11-02, commit abc."), text);
        assertTrue(
                text.contains(
                        "| Postrider | 3,000 mails/s | 2,000, 4,000, 3,000 | sender 200 · broker 50 · in all 250 |"),
                text);
    }

    @Test
    void aReadmeWithoutMarkersIsLeftAlone() throws IOException {
        Path results = directory.resolve("results");
        ResultFile.write(results, report("2026-11-01T10:00:00Z", false, 1_000));
        Path readme = Files.writeString(directory.resolve("README.md"), "# Postrider\n");

        assertThrows(IllegalStateException.class, () -> Figures.summary(readme, results, List.of("B1")));
        assertEquals("# Postrider\n", Files.readString(readme));
    }

    @Test
    void smokeRunsAreNeverQuoted() throws IOException {
        Path results = directory.resolve("results");
        ResultFile.write(results, report("2026-11-03T10:00:00Z", true, 9_000));
        Path readme = Files.writeString(directory.resolve("README.md"), README);

        assertThrows(IllegalStateException.class, () -> Figures.summary(readme, results, List.of("B1")));
    }

    private static Report report(String date, boolean smoke, double rate) {
        List<Measure> measures =
                List.of(measure("Postfix", 300, 300, 300), measure("Postrider", rate - 1_000, rate + 1_000, rate));
        List<Target> targets = List.of(new Target("Postrider", "Postfix", 10), new Target("Postrider", null, 5_000));
        Map<String, Object> machine = Map.of("processor", "any", "cores", 2, "commit", "abc");
        return new Report(
                "B1",
                "campaign",
                Instant.parse(date),
                smoke,
                machine,
                Map.of(),
                measures,
                Report.ratios(measures, targets));
    }

    private static Measure measure(String subject, double... rates) {
        List<Run> runs = Arrays.stream(rates)
                .mapToObj(rate -> new Run(rate, 1, cpu(), Map.of()))
                .toList();
        return new Measure(subject, "what", "mails/s", null, runs);
    }

    private static Map<String, Double> cpu() {
        Map<String, Double> cpu = new LinkedHashMap<>();
        cpu.put("sender", 200.0);
        cpu.put("broker", 50.0);
        return cpu;
    }
}
