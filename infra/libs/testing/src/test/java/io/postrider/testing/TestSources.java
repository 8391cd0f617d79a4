package io.postrider.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The sources of all tests of the project, and its other files. */
final class TestSources {
    static final Path PROJECT = Path.of("..", "..", "..");

    /** Directories of builds, tools and local runs. */
    private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git", ".postrider");

    private TestSources() {}

    static List<Path> all() throws IOException {
        return files(path -> path.contains("/src/test/java/") && path.endsWith(".java"));
    }

    /** The files of the project whose path, with {@code /} between its names, matches. */
    static List<Path> files(Predicate<String> matches) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(PROJECT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean skipped = SKIPPED.contains(directory.getFileName().toString());
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (matches.test(file.toString().replace('\\', '/'))) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
