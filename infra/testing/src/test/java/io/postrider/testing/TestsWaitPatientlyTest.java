package io.postrider.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test of the project: a limit of its own for an effect is one that a busy machine meets. */
class TestsWaitPatientlyTest {
    private static final Path PROJECT = Path.of("..", "..");

    /** Each with what to write in its place. */
    private static final List<Pattern> HASTY = Stream.of(
                    // Patience.await
                    "Thread\\.sleep",
                    "TimeUnit\\.[A-Z]+\\.sleep",
                    "org\\.awaitility\\.Awaitility",
                    "atMost\\(Duration\\.of",
                    // Patience.next
                    "poll\\(\\d+, TimeUnit\\.(SECONDS|MINUTES)",
                    // Patience.result
                    "get\\(\\d+, TimeUnit\\.(SECONDS|MINUTES)",
                    "orTimeout\\(\\d",
                    // Patience.LIMIT
                    "setSoTimeout\\(\\d",
                    "assertTimeout\\(",
                    "assertTimeoutPreemptively\\(Duration",
                    // 120 or more
                    "@Timeout\\(\\d{1,2}\\)")
            .map(Pattern::compile)
            .toList();

    @Test
    void noneGivesUpSoonOrSleeps() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> sources = sources();
        assertTrue(sources.size() > 200, () -> "only " + sources);
        sources.forEach(source -> found.addAll(hasty(source)));
        assertEquals(List.of(), found);
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(PROJECT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean skipped = name.equals("target") || name.equals("node_modules") || name.equals(".git");
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = file.toString();
                if (path.contains("/src/test/java/")
                        && path.endsWith(".java")
                        && !path.contains("io/postrider/testing")) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    private static List<String> hasty(Path source) {
        try {
            List<String> found = new ArrayList<>();
            List<String> lines = Files.readAllLines(source);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (HASTY.stream().anyMatch(pattern -> pattern.matcher(line).find())) {
                    found.add("%s:%d %s".formatted(source.getFileName(), i + 1, line.strip()));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
