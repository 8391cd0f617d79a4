package io.postrider.ingest.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the sources of the project are, for tests that read them. */
public final class ProjectModules {
    private ProjectModules() {}

    public static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("infra/docs"))) {
            at = at.getParent();
        }
        return at;
    }

    /** The folders of the services and of all libraries. */
    public static Stream<Path> servicesAndLibraries() {
        try (Stream<Path> libraries = Files.list(root().resolve("infra/libs"))) {
            return Stream.concat(
                    Stream.of("ingest-service", "router-service", "sender-service")
                            .map(root()::resolve),
                    libraries.filter(Files::isDirectory).sorted().toList().stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
