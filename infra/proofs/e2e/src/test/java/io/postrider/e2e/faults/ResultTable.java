package io.postrider.e2e.faults;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The results as a table: a line for each fault, or for all faults of a kind. */
final class ResultTable {
    private static final String EACH = """
            | fault | accepted | delivered | lost | duplicates, of those allowed | mail flows again after | all final after |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: |
            """;
    private static final String KINDS = """
            | faults | runs | accepted | delivered | lost | duplicates, most in a run | mail flows again within |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: |
            """;

    private ResultTable() {}

    static String ofEach(List<FaultResult> rows) {
        return EACH + rows.stream().map(FaultResult::line).collect(Collectors.joining("\n", "", "\n"));
    }

    static String ofKinds(List<FaultResult> rows) {
        Map<String, List<FaultResult>> kinds = rows.stream()
                .collect(Collectors.groupingBy(FaultResult::kind, LinkedHashMap::new, Collectors.toList()));
        return KINDS
                + kinds.entrySet().stream()
                        .map(kind -> line(kind.getKey(), kind.getValue()))
                        .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(String kind, List<FaultResult> rows) {
        return "| %s | %d | %,d | %,d | %d | %,d | %.1f s |"
                .formatted(
                        kind,
                        rows.size(),
                        rows.stream().mapToInt(FaultResult::accepted).sum(),
                        rows.stream().mapToLong(FaultResult::delivered).sum(),
                        rows.stream().mapToLong(FaultResult::lost).sum(),
                        rows.stream().mapToLong(FaultResult::copies).max().orElse(0),
                        FaultResult.seconds(rows.stream()
                                .map(FaultResult::recovered)
                                .max(Comparator.naturalOrder())
                                .orElse(Duration.ZERO)));
    }
}
