package io.postrider.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the newest results between two markers of the README, so that no figure there is typed by hand. */
public final class ReadmeTable {
    static final Section SECTION = new Section("bench");

    private ReadmeTable() {}

    /** @throws IllegalStateException if the README lacks the markers or there is no result yet */
    public static void write(Path readme, Path results, List<String> benches) throws IOException {
        StringBuilder table = new StringBuilder();
        for (String bench : benches) {
            Optional<JsonNode> report = ResultFile.newest(results, bench);
            if (report.isPresent()) {
                table.append(markdown(report.get()));
            }
        }
        if (table.isEmpty()) {
            throw new IllegalStateException("%s holds no result: run a bench first (not --smoke)".formatted(results));
        }
        SECTION.replace(readme, table.toString());
    }

    static String markdown(JsonNode report) {
        StringBuilder out = new StringBuilder();
        JsonNode machine = report.get("machine");
        out.append("**%s: %s** (%s, %s cores, %s, %s)\n\n"
                .formatted(
                        report.get("bench").asText(),
                        report.get("title").asText(),
                        machine.get("processor").asText(),
                        machine.get("cores").asText(),
                        report.get("date").asText().substring(0, 10),
                        machine.get("commit").asText()));
        out.append("| | median | runs |\n| --- | ---: | --- |\n");
        for (JsonNode measure : report.get("measures")) {
            StringBuilder runs = new StringBuilder();
            for (JsonNode run : measure.get("runs")) {
                runs.append(runs.isEmpty() ? "" : ", ").append(number(run.get("value")));
            }
            out.append("| %s | %s %s | %s |\n"
                    .formatted(
                            measure.get("subject").asText(),
                            number(measure.get("median")),
                            measure.get("unit").asText(),
                            runs));
        }
        out.append('\n');
        for (JsonNode ratio : report.get("ratios")) {
            out.append(line(ratio));
        }
        return out.append('\n').toString();
    }

    private static String line(JsonNode ratio) {
        boolean alone = ratio.get("to").isNull();
        double value = ratio.get("value").asDouble();
        double target = ratio.get("target").asDouble();
        String figure = alone
                ? number(ratio.get("value"))
                : String.format(Locale.ROOT, "%.2f × %s", value, ratio.get("to").asText());
        String wanted = target == 0
                ? ""
                : " (target %s%s: %s)"
                        .formatted(
                                ratio.path("at_most").asBoolean() ? "at most " : "",
                                Ratio.plain(target),
                                ratio.get("met").asBoolean() ? "met" : "missed");
        return "- %s: %s%s\n".formatted(ratio.get("of").asText(), figure, wanted);
    }

    private static String number(JsonNode value) {
        return Screen.number(value.asDouble());
    }
}
