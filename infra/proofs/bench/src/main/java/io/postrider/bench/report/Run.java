package io.postrider.bench.report;

import java.util.Map;

/**
 * One measured run.
 *
 * @param value in the unit of its measure
 * @param seconds how long it took
 * @param cpuMicrosPerMail CPU time of each process for one mail (or accept), in µs; may be empty
 * @param details whatever else helps to understand the value, by name
 */
public record Run(double value, double seconds, Map<String, Double> cpuMicrosPerMail, Map<String, Object> details) {}
