package io.postrider.bench.soak.readings;

import io.postrider.bench.process.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The JDK's tools, for a Java process that exposes no metrics. */
public final class JvmTools {
    private static final double KB_PER_MB = 1e6 / 1_024;
    private static final double BYTES_PER_MB = 1e6;

    private JvmTools() {}

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** Writes the live objects by class, after a full collection, and returns their megabytes. */
    public static double histogram(long pid, Path file) {
        try {
            Process jcmd = new ProcessBuilder(tool("jcmd"), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            if (jcmd.waitFor() != 0) {
                throw new BenchException("jcmd found no heap to look at; see " + file);
            }
            List<String> lines = Files.readAllLines(file);
            String total = lines.stream()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow(() -> new BenchException("no total in " + file));
            return Double.parseDouble(total.trim().split(" +")[2]) / BYTES_PER_MB;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** The heap of a process, as {@code jstat} reports it with each sample. */
    public static final class Jstat implements Source, AutoCloseable {
        private final String name;
        private final Process process;
        private volatile List<String> last = List.of();
        private List<String> names = List.of();

        public Jstat(String name, long pid) {
            this.name = name;
            try {
                process = new ProcessBuilder(
                                tool("jstat"), "-gc", Long.toString(pid), Samples.INTERVAL_SECONDS * 1_000 + "")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread reader = new Thread(this::follow, "jstat " + name);
            reader.setDaemon(true);
            reader.start();
        }

        private void follow() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    List<String> words = Arrays.asList(line.trim().split(" +"));
                    if (names.isEmpty()) {
                        names = words;
                    } else {
                        last = words;
                    }
                }
            } catch (IOException e) {
                // It was stopped.
            }
        }

        @Override
        public void read(Map<String, Double> into) {
            into.put("heap_mb." + name, used("S0U") + used("S1U") + used("EU") + used("OU"));
            into.put("old_mb." + name, used("OU"));
            into.put("nonheap_mb." + name, used("MU") + used("CCSU"));
        }

        private double used(String column) {
            List<String> words = last;
            return words.isEmpty() ? Double.NaN : Double.parseDouble(words.get(names.indexOf(column))) / KB_PER_MB;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
