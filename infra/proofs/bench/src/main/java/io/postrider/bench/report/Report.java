package io.postrider.bench.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One bench, run once.
 *
 * @param smoke a trial with small numbers, whose figures must not be quoted
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

    /**
     * The wanted ratio of two subjects; either may have been left out of the run.
     *
     * @param limit what it should be at least, or {@code atMost}; 0: it is only shown
     */
    public record Target(String of, String to, double limit, boolean atMost) {
        /** Should be at least so much. */
        public Target(String of, String to, double atLeast) {
            this(of, to, atLeast, false);
        }

        public static Target atMost(String of, String to, double limit) {
            return new Target(of, to, limit, true);
        }
    }

    public static List<Ratio> ratios(List<Measure> measures, List<Target> targets) {
        List<Ratio> ratios = new ArrayList<>();
        for (Target target : targets) {
            Optional<Measure> of = find(measures, target.of());
            Optional<Measure> to = find(measures, target.to());
            if (of.isEmpty() || (target.to() != null && to.isEmpty())) {
                continue;
            }
            double value = of.get().median() / to.map(Measure::median).orElse(1.0);
            ratios.add(new Ratio(target.of(), target.to(), value, target.limit(), target.atMost()));
        }
        return ratios;
    }

    private static Optional<Measure> find(List<Measure> measures, String subject) {
        return measures.stream().filter(one -> one.subject().equals(subject)).findFirst();
    }
}
