package io.postrider.bench.soak.readings;

import io.postrider.bench.process.CpuTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Memory, CPU, files and threads of each process with its children, from {@code /proc} (proc(5)). Memory is RSS, and of
 * PostgreSQL PSS, since its processes share most of theirs.
 */
public final class Processes implements Source {
    private static final double BYTES_PER_MB = 1e6;
    private static final int BYTES_PER_KB = 1_024;
    private static final String SHARING = "postgres";

    private final Map<String, ProcessHandle> processes;
    private CpuTimes before;
    private long at;

    public Processes(Map<String, ProcessHandle> processes) {
        this.processes = processes;
        this.before = CpuTimes.of(processes);
        this.at = System.nanoTime();
    }

    @Override
    public void read(Map<String, Double> into) {
        CpuTimes now = CpuTimes.of(processes);
        long time = System.nanoTime();
        now.secondsByName()
                .forEach((name, seconds) -> into.put(
                        "cpu." + name, (seconds - before.secondsByName().get(name)) / ((time - at) / 1e9)));
        before = now;
        at = time;
        processes.forEach((name, process) -> {
            List<Path> family = Stream.concat(Stream.of(process), process.descendants())
                    .map(one -> Path.of("/proc", Long.toString(one.pid())))
                    .toList();
            into.put("rss_mb." + name, sum(family, name.equals(SHARING) ? Processes::pss : Processes::rss));
            into.put("files." + name, sum(family, Processes::files));
            into.put("threads." + name, sum(family, Processes::threads));
        });
        into.put("rss_mb.load", sum(List.of(Path.of("/proc/self")), Processes::rss));
    }

    private interface Reading {
        double of(Path process) throws IOException;
    }

    private static double sum(List<Path> processes, Reading reading) {
        double sum = 0;
        for (Path process : processes) {
            try {
                sum += reading.of(process);
            } catch (IOException e) {
                // One of PostgreSQL's that has just ended.
            }
        }
        return sum;
    }

    private static double rss(Path process) throws IOException {
        return valueIn(process.resolve("status"), "VmRSS:") * BYTES_PER_KB / BYTES_PER_MB;
    }

    private static double pss(Path process) throws IOException {
        return valueIn(process.resolve("smaps_rollup"), "Pss:") * BYTES_PER_KB / BYTES_PER_MB;
    }

    private static double threads(Path process) throws IOException {
        return valueIn(process.resolve("status"), "Threads:");
    }

    private static double files(Path process) throws IOException {
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return open.count();
        }
    }

    private static double valueIn(Path file, String key) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(key)) {
                return Double.parseDouble(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}
