package io.postrider.bench;

import io.postrider.bench.capacity.Capacity;
import io.postrider.bench.process.BenchException;
import io.postrider.bench.process.Peers;
import io.postrider.bench.report.Figures;
import io.postrider.bench.report.Report;
import io.postrider.bench.report.ResultFile;
import io.postrider.bench.report.Screen;
import io.postrider.bench.soak.SoakBench;
import io.postrider.bench.soak.SoakReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** {@code infra/proofs/bench/run}: one bench, its table, its file. */
public final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    /** These loggers report every step of a start. They are referenced here, since an unreferenced logger loses its level. */
    private static final List<Logger> QUIET = List.of(Logger.getLogger("io.zonky"), Logger.getLogger("io.postrider"));

    private static final List<String> BENCHES =
            List.of("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "growth", "calls");

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        // An orderly exit, so that running processes are stopped.
        System.exit(exitCode(arguments));
    }

    private static int exitCode(String[] arguments) throws IOException {
        Options options;
        try {
            options = Options.parse(arguments, Path.of(System.getProperty("bench.home", "infra/proofs/bench")));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            return MISUSED;
        }
        try {
            switch (options.bench()) {
                case "B1" -> finish(options, new CampaignBench(fresh(options)).run());
                case "B2" -> finish(options, new SigningBench(fresh(options)).run());
                case "B3" -> finish(options, new LatencyBench(fresh(options)).run());
                case "B4" -> finish(options, new AcceptBench(fresh(options)).run());
                case "B5" -> finish(options, new BacklogBench(fresh(options)).run());
                case "B6" -> finish(options, new NativeBench(fresh(options)).run());
                case "B7" -> finish(options, new UploadBench(fresh(options)).run());
                case "B8" -> finish(options, new SendersBench(fresh(options)).run());
                case "growth" -> finish(options, new GrowthBench(fresh(options)).run());
                case "calls" -> finish(options, new CallsBench(fresh(options)).run());
                case "soak" -> {
                    return soak(options) ? 0 : FAILED;
                }
                case "readme" -> {
                    Figures.summary(options.project().resolve("README.md"), options.results(), BENCHES);
                    Figures.details(options.project().resolve("infra/docs/performance.md"), options.results(), BENCHES);
                }
                case "peers" -> Peers.in(options.peers()).fetchAll();
                case "capacity" ->
                    Capacity.write(options.project().resolve("infra/docs/capacity.md"), options.results(), System.out);
                default -> {
                    System.err.println(Options.USAGE);
                    return MISUSED;
                }
            }
            return 0;
        } catch (BenchException | IllegalStateException e) {
            System.err.println();
            System.err.println(e.getMessage());
            return FAILED;
        }
    }

    private static boolean soak(Options options) throws IOException {
        Options.Length length = options.soak();
        SoakReport report = new SoakReport(
                options.project(), options.results(), options.home().resolve("target/soak"), options.workspace());
        if (length.samples() != null) {
            return report.again(length.samples());
        }
        fresh(options);
        return new SoakBench(options.project(), options.workspace(), report)
                .run(Duration.ofMinutes(length.minutes()), length.mailsPerSecond(), options.jfr(), length.liveHeap());
    }

    private static Options fresh(Options options) throws IOException {
        if (Files.isDirectory(options.workspace())) {
            try (Stream<Path> all = Files.walk(options.workspace())) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
        Files.createDirectories(options.workspace());
        return options;
    }

    private static void finish(Options options, Report report) throws IOException {
        Screen.print(report, System.out);
        Path file = ResultFile.write(options.results(), report);
        System.out.printf(
                "%n  %s%n",
                options.project()
                        .toAbsolutePath()
                        .normalize()
                        .relativize(file.toAbsolutePath().normalize()));
    }
}
