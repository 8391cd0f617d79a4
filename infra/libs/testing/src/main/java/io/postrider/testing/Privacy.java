package io.postrider.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What other users of the machine could see of a run. */
public final class Privacy {
    private Privacy() {}

    /** Those of the directory and all in it that others may read, write or enter. */
    public static List<String> open(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Predicate.not(Privacy::closed))
                    .map(Path::toString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean closed(Path path) {
        try {
            String permissions =
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
            return permissions.endsWith("------");
        } catch (IOException e) {
            // Gone since it was listed, as journals and logs do.
            return !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Command lines, of this process' descendants, in which one of the secrets stands. */
    public static List<String> said(Collection<String> secrets) {
        return ProcessHandle.current()
                .descendants()
                .map(process -> Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                .map(Privacy::read)
                .filter(line -> secrets.stream().anyMatch(line::contains))
                .toList();
    }

    private static String read(Path commandLine) {
        try {
            return Files.readString(commandLine).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
