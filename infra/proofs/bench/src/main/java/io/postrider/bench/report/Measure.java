package io.postrider.bench.report;

import java.util.Comparator;
import java.util.List;

/**
 * What one subject did.
 *
 * @param what version, settings and promises of the subject
 * @param warmUp the run before the counted ones, or null
 */
public record Measure(String subject, String what, String unit, Run warmUp, List<Run> runs) {
    public double median() {
        return medianRun().value();
    }

    /** The run that has the median value: of an even number the lower one. */
    public Run medianRun() {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Run::value))
                .toList()
                .get((runs.size() - 1) / 2);
    }
}
