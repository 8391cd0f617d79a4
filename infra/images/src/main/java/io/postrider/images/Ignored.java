package io.postrider.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A {@code .dockerignore}: what an engine does not get to see. The last line that matches a path or a folder above wins. */
final class Ignored {
    private final List<String> lines;

    private Ignored(List<String> lines) {
        this.lines = lines;
    }

    static Ignored read(Path file) {
        try {
            return new Ignored(Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean ignores(Path relative) {
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
