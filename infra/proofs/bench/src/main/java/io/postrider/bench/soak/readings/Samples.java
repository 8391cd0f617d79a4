package io.postrider.bench.soak.readings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Readings by the name of their column, a line each time. {@value #SECONDS} is the time since the first one. The columns are
 * those of the first line. What could not be read is NaN here and empty in the file.
 */
public final class Samples {
    public static final String SECONDS = "seconds";

    /** Between two lines. */
    public static final int INTERVAL_SECONDS = 10;

    private final List<String> columns = new ArrayList<>();
    private final List<double[]> lines = new ArrayList<>();

    public int size() {
        return lines.size();
    }

    public boolean has(String column) {
        return columns.contains(column);
    }

    public List<String> columns() {
        return columns;
    }

    public void add(Map<String, Double> readings) {
        if (columns.isEmpty()) {
            columns.addAll(readings.keySet());
        }
        lines.add(columns.stream()
                .mapToDouble(column -> readings.getOrDefault(column, Double.NaN))
                .toArray());
    }

    /** All readings of a column in the order of time; NaN for a column that is not there. */
    public double[] column(String name) {
        int place = columns.indexOf(name);
        return lines.stream()
                .mapToDouble(line -> place < 0 ? Double.NaN : line[place])
                .toArray();
    }

    /** Adds the last line to a file, so that a soak that is broken off leaves what it saw. */
    public void append(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        if (lines.size() == 1) {
            text.append(String.join(",", columns)).append('\n');
        }
        text.append(Arrays.stream(lines.get(lines.size() - 1))
                        .mapToObj(Samples::plain)
                        .collect(Collectors.joining(",")))
                .append('\n');
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Whole numbers without a fraction, others with four significant digits at least. */
    private static String plain(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.4f" : "%.2f", value);
    }

    public static Samples read(Path file) throws IOException {
        List<String> text = Files.readAllLines(file);
        String[] names = text.get(0).split(",");
        Samples samples = new Samples();
        for (String line : text.subList(1, text.size())) {
            String[] values = line.split(",", -1);
            Map<String, Double> readings = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                readings.put(names[i], values[i].isEmpty() ? Double.NaN : Double.parseDouble(values[i]));
            }
            samples.add(readings);
        }
        return samples;
    }
}
