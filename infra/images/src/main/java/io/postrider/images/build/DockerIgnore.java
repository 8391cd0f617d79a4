package io.postrider.images.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A {@code .dockerignore}: the files hidden from an engine. The last line that matches a path or a parent wins. */
public final class DockerIgnore {
    private final List<String> lines;

    private DockerIgnore(List<String> lines) {
        this.lines = lines;
    }

    public static DockerIgnore read(Path file) {
        try {
            return new DockerIgnore(Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean ignores(Path relative) {
        boolean ignored = false;
        for (String line : lines) {
            boolean back = line.startsWith("!");
            if (matches(back ? line.substring(1) : line, relative)) {
                ignored = !back;
            }
        }
        return ignored;
    }

    private static boolean matches(String pattern, Path relative) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        for (Path at = relative; at != null; at = at.getParent()) {
            if (matcher.matches(at)) {
                return true;
            }
        }
        return false;
    }
}
