package io.postrider.e2e.faults.rig;

import io.postrider.local.LocalSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The services' clocks of the day, which go wrong on command; a library of Debian's package {@code libfaketime} stands before them. */
public final class Clocks {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"));

    private final Path directory;

    public Clocks(Path directory) {
        this.directory = directory;
    }

    public static Optional<Path> library() {
        return LIBRARIES.stream().filter(Files::exists).findFirst();
    }

    public void give(LocalSettings settings, String service) {
        set(service, 0);
        settings.withEnvironment(service, "LD_PRELOAD", library().orElseThrow().toString())
                .withEnvironment(
                        service, "FAKETIME_TIMESTAMP_FILE", file(service).toString())
                .withEnvironment(service, "FAKETIME_CACHE_DURATION", "1")
                .withEnvironment(service, "FAKETIME_DONT_FAKE_MONOTONIC", "1")
                // Its mending of timed waits, for an older C library, has a JVM's threads spin.
                .withEnvironment(service, "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** @param seconds before the true time, or behind it if negative; seen within a second or two */
    public void set(String service, int seconds) {
        try {
            Files.createDirectories(directory);
            Path next = Files.writeString(directory.resolve(service + ".next"), "%+d\n".formatted(seconds));
            Files.move(next, file(service), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String service) {
        return directory.resolve(service + ".clock");
    }
}
