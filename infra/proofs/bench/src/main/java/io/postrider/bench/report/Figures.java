package io.postrider.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the newest results between two markers of a document, so that no figure there is typed by hand. */
public final class Figures {
    static final Section SECTION = new Section("bench");

    private Figures() {}

    /**
     * One table of all figures with a target.
     *
     * @throws IllegalStateException if the document lacks the markers or there is no result yet
     */
    public static void summary(Path document, Path results, List<String> benches) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (String bench : benches) {
            Optional<JsonNode> report = ResultFile.newest(results, bench);
            report.ifPresent(found -> rows.append(rows(found)));
        }
        if (rows.isEmpty()) {
            throw none(results);
        }
        SECTION.replace(
                document, "| | measured | compared with | ratio | target |\n| --- | --- | --- | ---: | --- |\n" + rows);
    }

    /**
     * Every run of every subject, with its CPU time by process.
     *
     * @throws IllegalStateException if the document lacks the markers or there is no result yet
     */
    public static void details(Path document, Path results, List<String> benches) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String bench : benches) {
            ResultFile.newest(results, bench).ifPresent(report -> text.append(details(report)));
        }
        if (text.isEmpty()) {
            throw none(results);
        }
        SECTION.replace(document, text.toString());
    }

    private static IllegalStateException none(Path results) {
        return new IllegalStateException("%s contains no result: run a bench first (not --smoke)".formatted(results));
    }

    /** Subjects with the same bound are represented by the worst of them. */
    private static String rows(JsonNode report) {
        Map<String, List<JsonNode>> byBound = new LinkedHashMap<>();
        for (JsonNode ratio : report.get("ratios")) {
            boolean bound = ratio.path("at_most").asBoolean() && ratio.get("to").isNull();
            String key = bound ? "at most " + ratio.get("target").asText() : String.valueOf(byBound.size());
            byBound.computeIfAbsent(key, any -> new ArrayList<>()).add(ratio);
        }
        StringBuilder rows = new StringBuilder();
        for (List<JsonNode> alike : byBound.values()) {
            JsonNode worst = Collections.max(
                    alike,
                    Comparator.comparingDouble(ratio -> ratio.get("value").asDouble()));
            rows.append(row(report, worst, alike.size() == 1 ? "" : "slowest of %d, ".formatted(alike.size())));
        }
        return rows.toString();
    }

    private static String row(JsonNode report, JsonNode ratio, String choice) {
        double target = ratio.get("target").asDouble();
        if (target == 0) {
            return "";
        }
        boolean alone = ratio.get("to").isNull();
        String of = ratio.get("of").asText();
        String to = alone
                ? ""
                : "%s: %s"
                        .formatted(
                                ratio.get("to").asText(),
                                median(report, ratio.get("to").asText()));
        return "| %s | %s%s: %s | %s | %s | %s%s: %s |\n"
                .formatted(
                        report.get("bench").asText(),
                        choice,
                        of,
                        median(report, of),
                        to,
                        alone
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        "%.2f ×",
                                        ratio.get("value").asDouble()),
                        ratio.path("at_most").asBoolean() ? "at most " : "",
                        Ratio.plain(target) + (alone ? "" : " ×"),
                        ratio.get("met").asBoolean() ? "met" : "**missed**");
    }

    private static String median(JsonNode report, String subject) {
        for (JsonNode measure : report.get("measures")) {
            if (measure.get("subject").asText().equals(subject)) {
                return Screen.number(measure.get("median").asDouble()) + " "
                        + measure.get("unit").asText();
            }
        }
        throw new IllegalStateException(
                "%s has no measure of %s".formatted(report.get("bench").asText(), subject));
    }

    private static String details(JsonNode report) {
        JsonNode machine = report.get("machine");
        StringBuilder out = new StringBuilder("### %s: %s\n%s, %s cores, %s, commit %s.\n\n"
                .formatted(
                        report.get("bench").asText(),
                        report.get("title").asText(),
                        machine.get("processor").asText(),
                        machine.get("cores").asText(),
                        report.get("date").asText().substring(0, 10),
                        machine.get("commit").asText()));
        out.append("| | median | runs | CPU of the median run, µs |\n| --- | ---: | --- | --- |\n");
        for (JsonNode measure : report.get("measures")) {
            StringBuilder runs = new StringBuilder();
            measure.get("runs")
                    .forEach(run -> runs.append(runs.isEmpty() ? "" : ", ")
                            .append(Screen.number(run.get("value").asDouble())));
            out.append("| %s | %s %s | %s | %s |\n"
                    .formatted(
                            measure.get("subject").asText(),
                            Screen.number(measure.get("median").asDouble()),
                            measure.get("unit").asText(),
                            runs,
                            cpu(measure)));
        }
        return out.append('\n').toString();
    }

    private static String cpu(JsonNode measure) {
        StringBuilder out = new StringBuilder();
        double sum = 0;
        for (JsonNode run : measure.get("runs")) {
            if (run.get("value").asDouble() != measure.get("median").asDouble() || !out.isEmpty()) {
                continue;
            }
            for (Map.Entry<String, JsonNode> process :
                    run.get("cpuMicrosPerMail").properties()) {
                sum += process.getValue().asDouble();
                out.append("%s %.0f · "
                        .formatted(process.getKey(), process.getValue().asDouble()));
            }
        }
        return out.isEmpty() ? "" : "%sin all %,.0f".formatted(out, sum);
    }
}
