package io.postrider.bench.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.bench.report.Machine;
import io.postrider.bench.soak.load.Traffic;
import io.postrider.bench.soak.readings.Samples;
import io.postrider.bench.soak.verdict.Finding;
import io.postrider.bench.soak.verdict.Panel;
import io.postrider.bench.soak.verdict.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a soak leaves: a verdict on the screen, the samples and the record in {@code results}, the picture in
 * {@code infra/docs}. Of a trial they stay in the build's directory.
 */
public final class SoakReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmm").withZone(ZoneOffset.UTC);
    private static final String PICTURE = "soak.svg";

    private final Path project;
    private final Path results;
    private final Path trials;
    private final Path workspace;

    /**
     * @param results for those that are long enough to be quoted
     * @param trials for the others
     * @param workspace where the samples lie
     */
    public SoakReport(Path project, Path results, Path trials, Path workspace) {
        this.project = project;
        this.results = results;
        this.trials = trials;
        this.workspace = workspace;
    }

    boolean write(Soak soak) throws IOException {
        List<Finding> findings = Finding.all(Panel.all(), soak.samples());
        System.out.println();
        findings.forEach(finding -> System.out.println("  " + finding));
        System.out.printf(
                "%n  live heap before and after, MB: %s, %s%n  calls made again: %,d, messages missed: %,d%n%s%n",
                rounded(soak.liveBefore()), rounded(soak.liveAfter()), soak.refusals(), soak.missed(), soak.audit());
        Path directory = Files.createDirectories(soak.quotable() ? results : trials);
        String name = "soak-" + DATE.format(soak.begin());
        JSON.writeValue(directory.resolve(name + ".json").toFile(), record(soak, findings));
        Path samples = directory.resolve(name + ".csv");
        Files.copy(workspace.resolve(SoakBench.SAMPLES), samples, StandardCopyOption.REPLACE_EXISTING);
        Path picture = soak.quotable() ? project.resolve("infra/docs").resolve(PICTURE) : trials.resolve(PICTURE);
        draw(soak.samples(), findings, picture);
        System.out.printf("%n  %s%n  %s%n", samples, picture);
        boolean flat = findings.stream().allMatch(Finding::flat);
        return soak.audit().differences().isEmpty() && (flat || !soak.quotable());
    }

    /** Verdict and picture of an earlier soak, from its samples; the picture is written next to them. */
    public boolean again(Path file) throws IOException {
        Samples samples = Samples.read(file);
        List<Finding> findings = Finding.all(Panel.all(), samples);
        findings.forEach(finding -> System.out.println("  " + finding));
        Path picture = file.resolveSibling(file.getFileName().toString().replaceAll("\\.csv$", "") + ".svg");
        draw(samples, findings, picture);
        System.out.printf("%n  %s%n", picture);
        return findings.stream().allMatch(Finding::flat);
    }

    private static void draw(Samples samples, List<Finding> findings, Path file) throws IOException {
        double[] seconds = samples.column(Samples.SECONDS);
        int last = seconds.length;
        String title = String.format(
                Locale.ROOT,
                "%.0f minutes at %,.0f mails/s",
                last == 0 ? 0 : seconds[last - 1] / 60,
                Finding.median(samples.column(Traffic.DELIVERED), 0, last));
        String subtitle =
                "A reading every %d seconds. First → last values; “flat” compares the medians of the second and the last third."
                        .formatted(Samples.INTERVAL_SECONDS);
        Files.writeString(file, Picture.draw(title, subtitle, Panel.all(), samples, findings));
    }

    private ObjectNode record(Soak soak, List<Finding> findings) {
        ObjectNode root = JSON.createObjectNode();
        root.put("bench", "soak").put("date", soak.begin().toString());
        root.set("machine", JSON.valueToTree(Machine.describe(project)));
        root.put("minutes", soak.length().toMinutes())
                .put("full_speed_mails_per_s", Math.round(soak.fullSpeed()))
                .put("offered_mails_per_s", soak.rate())
                .put("calls_made_again", soak.refusals())
                .put("messages_missed", soak.missed());
        ObjectNode audit = root.putObject("audit");
        audit.put("accepted", soak.audit().accepted());
        soak.audit().states().forEach((state, count) -> audit.put(state.word(), count));
        audit.put("second_copies", soak.audit().copies());
        audit.set("differences", JSON.valueToTree(soak.audit().differences()));
        root.set("live_heap_mb_before", JSON.valueToTree(rounded(soak.liveBefore())));
        root.set("live_heap_mb_after", JSON.valueToTree(rounded(soak.liveAfter())));
        ArrayNode measures = root.putArray("measures");
        for (Finding finding : findings) {
            measures.addObject()
                    .put("measure", finding.panel().title())
                    .put("of", finding.line().label())
                    .put("unit", finding.panel().unit())
                    .put("second_third", rounded(finding.second()))
                    .put("last_third", rounded(finding.last()))
                    .put("verdict", finding.word());
        }
        return root;
    }

    private static Map<String, Double> rounded(Map<String, Double> values) {
        Map<String, Double> rounded = new LinkedHashMap<>();
        values.forEach((name, value) -> rounded.put(name, rounded(value)));
        return rounded;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
