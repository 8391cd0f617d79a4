package io.postrider.bench.soak.readings;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes of directories, by name. */
public record Disk(Map<String, Path> directories) implements Source {
    private static final double BYTES_PER_MB = 1e6;

    @Override
    public void read(Map<String, Double> into) throws IOException {
        for (Map.Entry<String, Path> directory : directories.entrySet()) {
            into.put("disk_mb." + directory.getKey(), size(directory.getValue()) / BYTES_PER_MB);
        }
    }

    private static long size(Path directory) throws IOException {
        AtomicLong size = new AtomicLong();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                size.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // Deleted meanwhile.
                }
                throw e;
            }
        });
        return size.get();
    }
}
