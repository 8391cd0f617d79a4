package io.postrider.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code results/<bench>-<date>.json}: all runs of a report with machine, commit and settings. Smoke runs end in {@code -smoke}. */
public final class ResultFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmm").withZone(ZoneOffset.UTC);
    private static final String SMOKE = "-smoke.json";

    private ResultFile() {}

    public static Path write(Path directory, Report report) throws IOException {
        String name = report.bench() + "-" + DATE.format(report.date()) + (report.smoke() ? SMOKE : ".json");
        Path file = Files.createDirectories(directory).resolve(name);
        JSON.writeValue(file.toFile(), tree(report));
        return file;
    }

    /** The newest one of a bench that is fit to be quoted. */
    public static Optional<JsonNode> newest(Path directory, String bench) throws IOException {
        Optional<Path> newest = newestFile(directory, bench, ".json");
        return newest.isEmpty()
                ? Optional.empty()
                : Optional.of(JSON.readTree(newest.get().toFile()));
    }

    /** The newest file of a bench with this ending that is fit to be quoted. */
    public static Optional<Path> newestFile(Path directory, String bench, String ending) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(bench + "-"))
                    .filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().endsWith(SMOKE))
                    .max(Path::compareTo);
        }
    }

    static JsonNode tree(Report report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("bench", report.bench());
        root.put("title", report.title());
        root.put("date", report.date().toString());
        root.put("smoke", report.smoke());
        root.set("machine", JSON.valueToTree(report.machine()));
        root.set("settings", JSON.valueToTree(report.settings()));
        ArrayNode measures = root.putArray("measures");
        for (Measure measure : report.measures()) {
            ObjectNode node = measures.addObject();
            node.put("subject", measure.subject());
            node.put("what", measure.what());
            node.put("unit", measure.unit());
            node.put("median", measure.median());
            node.set("warm_up", JSON.valueToTree(measure.warmUp()));
            node.set("runs", JSON.valueToTree(measure.runs()));
        }
        ArrayNode ratios = root.putArray("ratios");
        for (Ratio ratio : report.ratios()) {
            ratios.addObject()
                    .put("of", ratio.of())
                    .put("to", ratio.to())
                    .put("value", ratio.value())
                    .put("target", ratio.target())
                    .put("at_most", ratio.atMost())
                    .put("met", ratio.met());
        }
        return root;
    }
}
