package io.postrider.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** CPU time that processes have used so far, from {@code /proc/<pid>/stat} (proc(5)); its resolution is 10 ms. */
public record CpuTimes(Map<String, Double> secondsByName) {
    /** proc(5): in units of sysconf(_SC_CLK_TCK), which is 100 on every Linux that runs Java. */
    private static final double TICKS_A_SECOND = 100.0;

    private static final int FIELDS_BEFORE_UTIME = 11;
    private static final int FIELDS_OF_TIME = 4;

    /** Each with its living descendants, and with those of its children that ended and were waited for. */
    public static CpuTimes of(Map<String, ProcessHandle> processes) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        processes.forEach((name, process) -> seconds.put(name, secondsWithDescendants(process)));
        // The load is this JVM and the load tools that it ran and waited for, not what it keeps running.
        seconds.put("load", seconds(ProcessHandle.current().pid()));
        return new CpuTimes(seconds);
    }

    /** Microseconds for one mail since the earlier reading. */
    public Map<String, Double> perMail(CpuTimes earlier, int mails) {
        Map<String, Double> result = new LinkedHashMap<>();
        secondsByName.forEach((name, seconds) -> {
            double spent = seconds - earlier.secondsByName.getOrDefault(name, 0.0);
            result.put(name, Math.round(spent * 1e7 / mails) / 10.0);
        });
        return result;
    }

    private static double secondsWithDescendants(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToDouble(one -> seconds(one.pid()))
                .sum();
    }

    private static double seconds(long pid) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        } catch (IOException e) {
            return 0; // Ended meanwhile: its parent has the time.
        }
        // The name in parentheses may hold spaces; what follows it does not.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = 0; i < FIELDS_OF_TIME; i++) {
            ticks += Long.parseLong(fields[FIELDS_BEFORE_UTIME + i]);
        }
        return ticks / TICKS_A_SECOND;
    }
}
