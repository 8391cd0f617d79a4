package io.postrider.e2e.kit;

import io.postrider.local.ServiceProcess;
import java.util.List;
import java.util.stream.Stream;

/** What a service says at {@code /q/metrics}. */
record Metrics(List<String> lines) {
    static Metrics of(ServiceProcess service) {
        return new Metrics(
                Http.get(service.management().resolve("/q/metrics")).lines().toList());
    }

    /** The sum over all lines of a meter that have these labels. */
    double sum(String meter, String label, String... labels) {
        return lines.stream()
                .filter(line -> line.startsWith(meter + "{")
                        && line.contains(label)
                        && Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
