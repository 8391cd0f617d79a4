package io.postrider.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Resident memory of processes, from {@code /proc/<pid>/status} (proc(5)). */
public final class Memory {
    private static final String RESIDENT = "VmRSS:";
    private static final double KILOBYTES = 1024;

    private Memory() {}

    /** Megabytes of each; of one with descendants the largest, since they share what they have. */
    public static Map<String, Double> of(Map<String, ProcessHandle> processes) {
        Map<String, Double> megabytes = new LinkedHashMap<>();
        processes.forEach((name, process) -> megabytes.put(
                name,
                Stream.concat(Stream.of(process), process.descendants())
                        .mapToDouble(Memory::megabytes)
                        .max()
                        .orElse(0)));
        return megabytes;
    }

    private static double megabytes(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / KILOBYTES)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // Ended meanwhile.
        }
    }
}
