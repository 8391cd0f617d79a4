package io.postrider.local;

import io.postrider.neighbours.files.Directories;
import io.postrider.neighbours.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The logs of the last {@value #RUNS} runs, next to those of the current one: {@code log.1} is the newest. Only the
 * last {@value #MOST_BYTES} bytes of a longer file are kept, since they show how a run ended.
 */
final class EarlierLogs {
    static final int RUNS = 3;
    static final long MOST_BYTES = 4L << 20;

    private EarlierLogs() {}

    /**
     * Moves the logs of the last run out of the way for the next one. If there are none, the logs of earlier runs stay.
     */
    static void keep(Path logs) {
        if (isEmpty(logs)) {
            return;
        }
        try {
            Directories.remove(earlier(logs, RUNS));
            for (int run = RUNS - 1; run > 0; run--) {
                if (Files.exists(earlier(logs, run))) {
                    Files.move(earlier(logs, run), earlier(logs, run + 1));
                }
            }
            Files.move(logs, earlier(logs, 1));
            for (Path file : files(earlier(logs, 1))) {
                shorten(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the logs of the last run could not be kept", e);
        }
    }

    /** @param run 1 for the newest */
    static Path earlier(Path logs, int run) {
        return logs.resolveSibling(logs.getFileName() + "." + run);
    }

    private static boolean isEmpty(Path logs) {
        return !Files.isDirectory(logs) || files(logs).isEmpty();
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void shorten(Path file) throws IOException {
        long size = Files.size(file);
        if (size <= MOST_BYTES) {
            return;
        }
        Path end = PrivateFiles.create(file.resolveSibling(file.getFileName() + ".end"));
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(end, StandardOpenOption.WRITE)) {
            long copied = 0;
            while (copied < MOST_BYTES) {
                copied += from.transferTo(size - MOST_BYTES + copied, MOST_BYTES - copied, to);
            }
        }
        Files.move(end, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
