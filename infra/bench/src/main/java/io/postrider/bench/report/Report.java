package io.postrider.bench.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One bench, run once.
 *
 * @param smoke small numbers that show that it works: no figure of it is to be quoted
 */
public record Report(
        String bench,
        String title,
        Instant date,
        boolean smoke,
        Map<String, Object> machine,
        Map<String, Object> settings,
        List<Measure> measures,
        List<Ratio> ratios) {

    /** The wanted ratio of two subjects; either may have been left out of the run. */
    public record Target(String of, String to, double atLeast) {}

    public static List<Ratio> ratios(List<Measure> measures, List<Target> targets) {
        List<Ratio> ratios = new ArrayList<>();
        for (Target target : targets) {
            Optional<Measure> of = find(measures, target.of());
            Optional<Measure> to = find(measures, target.to());
            if (of.isEmpty() || (target.to() != null && to.isEmpty())) {
                continue;
            }
            double value = of.get().median() / to.map(Measure::median).orElse(1.0);
            ratios.add(new Ratio(target.of(), target.to(), value, target.atLeast()));
        }
        return ratios;
    }

    private static Optional<Measure> find(List<Measure> measures, String subject) {
        return measures.stream().filter(one -> one.subject().equals(subject)).findFirst();
    }
}
