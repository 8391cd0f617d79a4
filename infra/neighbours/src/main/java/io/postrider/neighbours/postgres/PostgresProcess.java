package io.postrider.neighbours.postgres;

import io.postrider.neighbours.process.ProcessControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The first process of a PostgreSQL server, found by the pid file in its data directory. */
public final class PostgresProcess {
    /** PostgreSQL records its start time shortly after its process began. */
    private static final long CLOCK_SECONDS = 10;

    private PostgresProcess() {}

    /**
     * The postmaster of a data directory: its pid file contains the process id, the directory, and the second in which
     * it began.
     */
    public static Optional<ProcessHandle> of(Path directory) {
        try {
            List<String> lines = Files.readAllLines(directory.resolve("postmaster.pid"));
            long second = Long.parseLong(lines.get(2).strip());
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(process -> Math.abs(ProcessControl.began(process) / 1_000 - second) <= CLOCK_SECONDS);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Stops a server still running in this directory, and returns the number stopped: 0 or 1. */
    public static int stop(Path directory) {
        Optional<ProcessHandle> postmaster = of(directory);
        postmaster.ifPresent(process -> {
            // "Fast" shutdown: SIGTERM would wait for its clients.
            ProcessControl.send("INT", process.pid());
            ProcessControl.awaitEnd(process);
        });
        return postmaster.isPresent() ? 1 : 0;
    }
}
