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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTableTest {
    private static final String README =
            "# Postrider\n" + ReadmeTable.SECTION.begin() + "\nold\n" + ReadmeTable.SECTION.end() + "\nmore\n";

    @TempDir
    private Path directory;

    @Test
    void theNewestQuotableResultReplacesWhatIsBetweenTheMarkers() throws IOException {
        Path results = directory.resolve("results");
        ResultFile.write(results, report("2026-11-01T10:00:00Z", false, 1_000));
        ResultFile.write(results, report("2026-11-02T10:00:00Z", false, 3_000));
        ResultFile.write(results, report("2026-11-03T10:00:00Z", true, 9_000));
        Path readme = Files.writeString(directory.resolve("README.md"), README);

        ReadmeTable.write(readme, results, List.of("B1", "B4"));

        String text = Files.readString(readme);
        assertTrue(text.contains("| Postrider | 3,000 mails/s | 2,000, 4,000, 3,000 |"), text);
        assertTrue(text.contains("- Postrider: 10.00 × Postfix (target 10: met)"), text);
        assertTrue(text.contains("- Postrider: 3,000 (target 5,000: missed)"), text);
        assertTrue(text.startsWith("# Postrider\n" + ReadmeTable.SECTION.begin()), text);
        assertTrue(text.endsWith(ReadmeTable.SECTION.end() + "\nmore\n"), text);
    }

    @Test
    void aReadmeWithoutMarkersIsLeftAlone() throws IOException {
        Path results = directory.resolve("results");
        ResultFile.write(results, report("2026-11-01T10:00:00Z", false, 1_000));
        Path readme = Files.writeString(directory.resolve("README.md"), "# Postrider\n");

        assertThrows(IllegalStateException.class, () -> ReadmeTable.write(readme, results, List.of("B1")));
        assertEquals("# Postrider\n", Files.readString(readme));
    }

    @Test
    void smokeRunsAreNeverQuoted() throws IOException {
        Path results = directory.resolve("results");
        ResultFile.write(results, report("2026-11-03T10:00:00Z", true, 9_000));
        Path readme = Files.writeString(directory.resolve("README.md"), README);

        assertThrows(IllegalStateException.class, () -> ReadmeTable.write(readme, results, List.of("B1")));
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
                .mapToObj(rate -> new Run(rate, 1, Map.of(), Map.of()))
                .toList();
        return new Measure(subject, "what", "mails/s", null, runs);
    }
}
