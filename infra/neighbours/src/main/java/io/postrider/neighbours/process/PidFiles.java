package io.postrider.neighbours.process;
import io.postrider.neighbours.files.PrivateFiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Processes of an earlier run whose launcher was killed. A pid file holds the number and the time the process began: a
 * number is given out again, the pair is not, so that nothing but ours is ever stopped.
 */
public final class PidFiles {
    /** PostgreSQL notes its own time some moments after its process began. */
    private static final long POSTGRES_SECONDS = 10;

    private static final Duration GRACE = Duration.ofSeconds(60);

    private PidFiles() {}

    public static void write(Path pidFile, ProcessHandle process) {
        PrivateFiles.directory(pidFile.getParent());
        PrivateFiles.write(pidFile, process.pid() + " " + began(process) + "\n");
    }

    /** Stops what is left of an earlier run, and says how many processes that were. */
    public static int stop(Path directory) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> pidFiles =
                    files.filter(file -> file.toString().endsWith(".pid")).toList();
            List<ProcessHandle> ours =
                    pidFiles.stream().flatMap(file -> named(file).stream()).toList();
            ours.forEach(ProcessHandle::destroy);
            ours.forEach(PidFiles::awaitEnd);
            for (Path file : pidFiles) {
                Files.deleteIfExists(file);
            }
            return ours.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops a PostgreSQL whose pid file says that it still runs in this directory. */
    public static int stopPostgres(Path directory) {
        Optional<ProcessHandle> postmaster = postmaster(directory);
        postmaster.ifPresent(process -> {
            // "Fast" shutdown: SIGTERM would wait for its clients.
            Signals.send("INT", process.pid());
            awaitEnd(process);
        });
        return postmaster.isPresent() ? 1 : 0;
    }

    /** The postmaster of a data directory: its pid file has the number, the directory, and the second it began. */
    public static Optional<ProcessHandle> postmaster(Path directory) {
        try {
            List<String> lines = Files.readAllLines(directory.resolve("postmaster.pid"));
            long second = Long.parseLong(lines.get(2).strip());
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(process -> Math.abs(began(process) / 1_000 - second) <= POSTGRES_SECONDS);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    public static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Optional<ProcessHandle> named(Path pidFile) {
        try {
            String[] words = Files.readString(pidFile).strip().split(" ");
            long began = Long.parseLong(words[1]);
            return ProcessHandle.of(Long.parseLong(words[0])).filter(process -> began(process) == began);
        } catch (IOException | RuntimeException e) {
            // A file cut short by a crash names nobody.
            return Optional.empty();
        }
    }

    private static long began(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(0L);
    }
}
