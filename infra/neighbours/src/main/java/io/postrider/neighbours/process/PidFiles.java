package io.postrider.neighbours.process;

import io.postrider.neighbours.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processes of an earlier run whose launcher was killed. A pid file contains the process id and its start time. Ids are
 * reused, but not with the same start time, so only our own processes are ever stopped.
 */
public final class PidFiles {
    private PidFiles() {}

    public static void write(Path pidFile, ProcessHandle process) {
        PrivateFiles.directory(pidFile.getParent());
        PrivateFiles.write(pidFile, process.pid() + " " + ProcessControl.began(process) + "\n");
    }

    /** Stops what is left of an earlier run, and returns the number of processes stopped. */
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
            ours.forEach(ProcessControl::awaitEnd);
            for (Path file : pidFiles) {
                Files.deleteIfExists(file);
            }
            return ours.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessHandle> named(Path pidFile) {
        try {
            String[] words = Files.readString(pidFile).strip().split(" ");
            long began = Long.parseLong(words[1]);
            return ProcessHandle.of(Long.parseLong(words[0])).filter(process -> ProcessControl.began(process) == began);
        } catch (IOException | RuntimeException e) {
            // A file truncated by a crash names no process.
            return Optional.empty();
        }
    }
}
